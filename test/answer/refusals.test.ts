/** What the answering side refuses, and the statuses by which it says so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultStatus } from '../../src/rpc/status.ts'
import {
  LegacyApi,
  RpcWinStationDisconnect,
  RpcWinStationGetAllProcesses,
  RpcWinStationOpenServer,
  RpcWinStationQueryInformation,
  RpcWinStationReset,
} from '../../src/tsts/legacy-api.ts'
import { CTX_WINSTATION_API_SERVICE, LSM_API_SERVICE, TERMSRV_API_SERVICE } from '../../src/tsts/pipes.ts'
import { RCMPublic, RpcGetClientData } from '../../src/tsts/rcm-public.ts'
import { hresultOf } from '../../src/tsts/returns.ts'
import { RpcGetAllSessionsEx, RpcOpenEnum, TermSrvEnumeration } from '../../src/tsts/term-srv-enumeration.ts'
import {
  RpcCloseSession,
  RpcDisconnect,
  RpcGetSessionInformation,
  RpcGetSessionInformationEx,
  RpcLogoff,
  RpcOpenSession,
  RpcShowMessageBox,
  TermSrvSession,
} from '../../src/tsts/term-srv-session.ts'
import { faultOf } from '../rpc/connect.ts'
import { clientOf } from './client.ts'
import { type ServedOptions, served } from './served.ts'

async function lsm(options: ServedOptions = {}) {
  const practice = served(options)
  const client = await clientOf(practice, LSM_API_SERVICE, [TermSrvSession, TermSrvEnumeration])
  const open = async (SessionId: number) => (await client.call(TermSrvSession, RpcOpenSession, { SessionId })).phSession
  return { practice, client, open }
}

const E_ACCESSDENIED = hresultOf(0x8007_0005)
const NOT_FOUND = hresultOf(0x8007_1b6e)

test('RpcLogoff needs LOGOFF and ends nothing without it', async () => {
  const { practice, client, open } = await lsm({ denied: ['WINSTATION_LOGOFF'] })
  const { returnValue } = await client.call(TermSrvSession, RpcLogoff, { hSession: await open(12) })
  assert.equal(returnValue, E_ACCESSDENIED)
  assert.deepEqual(practice.host.asked, [])
})

test('RpcDisconnect and RpcShowMessageBox need their own rights', async () => {
  const { practice, client, open } = await lsm({ denied: ['WINSTATION_DISCONNECT', 'WINSTATION_MSG'] })
  const hSession = await open(12)
  assert.equal((await client.call(TermSrvSession, RpcDisconnect, { hSession })).returnValue, E_ACCESSDENIED)
  const box = { hSession, szTitle: 't', szMessage: 'm', ulStyle: 0, ulTimeout: 1, bDoNotWait: true }
  assert.equal((await client.call(TermSrvSession, RpcShowMessageBox, box)).returnValue, E_ACCESSDENIED)
  assert.deepEqual(practice.host.messages, [])
})

test('queries need QUERY', async () => {
  const { client, practice } = await lsm({ denied: ['WINSTATION_QUERY 12'] })
  const one = await client.call(TermSrvSession, RpcGetSessionInformation, { SessionId: 12 })
  assert.deepEqual([one.returnValue, one.pSessionInfo.pszUserName], [E_ACCESSDENIED, null])
  const rcm = await clientOf(practice, TERMSRV_API_SERVICE, [RCMPublic])
  const data = await rcm.call(RCMPublic, RpcGetClientData, { SessionId: 12 })
  assert.deepEqual([data.returnValue, data.ppBuff], [E_ACCESSDENIED, null])
})

test('a session that is not there is not found', async () => {
  const { client, open } = await lsm()
  assert.equal((await client.call(TermSrvSession, RpcOpenSession, { SessionId: 99 })).returnValue, NOT_FOUND)
  assert.equal((await client.call(TermSrvSession, RpcOpenSession, { SessionId: 65537 })).returnValue, NOT_FOUND)
  const one = await client.call(TermSrvSession, RpcGetSessionInformationEx, { SessionId: 99, Level: 1 })
  assert.equal(one.returnValue, NOT_FOUND)
  assert.equal(
    (await open(99)).every((byte) => byte === 0),
    true,
  )
})

test('a level that does not exist is refused', async () => {
  const { client } = await lsm()
  const invalid = hresultOf(0x8007_0057)
  const one = await client.call(TermSrvSession, RpcGetSessionInformationEx, { SessionId: 12, Level: 2 })
  assert.equal(one.returnValue, invalid)
  assert.equal((await client.call(TermSrvEnumeration, RpcGetAllSessionsEx, { Level: 7 })).returnValue, invalid)
})

test('a handle that names another logon by now is worth nothing', async () => {
  const { practice, client, open } = await lsm()
  const hSession = await open(12)
  practice.host.sessions = practice.host.sessions.map((each) =>
    each.id === '12' ? { ...each, user: 'mallory' } : each,
  )
  assert.equal((await client.call(TermSrvSession, RpcLogoff, { hSession })).returnValue, NOT_FOUND)
  assert.deepEqual(practice.host.asked, [])
})

test('a closed handle, and one of another kind, is a fault', async () => {
  const { client, open } = await lsm()
  const phSession = await open(12)
  await client.call(TermSrvSession, RpcCloseSession, { phSession })
  const mismatch = faultOf(FaultStatus.nca_s_fault_context_mismatch)
  await assert.rejects(client.call(TermSrvSession, RpcLogoff, { hSession: phSession }), mismatch)
  const { phEnum } = await client.call(TermSrvEnumeration, RpcOpenEnum, {})
  await assert.rejects(client.call(TermSrvSession, RpcLogoff, { hSession: phEnum }), mismatch)
})

test('a connection holds no more than 256 handles', async () => {
  const { client, open } = await lsm()
  const handles = []
  for (let i = 0; i < 256; i++) handles.push(await open(12))
  const more = () => client.call(TermSrvSession, RpcOpenSession, { SessionId: 12 })
  assert.equal((await more()).returnValue, hresultOf(0x8007_000e))
  await client.call(TermSrvSession, RpcCloseSession, { phSession: handles[0]! })
  assert.equal((await more()).returnValue, 0)
})

test('LegacyApi says no in NTSTATUS', async () => {
  const practice = served({ denied: ['WINSTATION_RESET', 'WINSTATION_DISCONNECT'] })
  const client = await clientOf(practice, CTX_WINSTATION_API_SERVICE, [LegacyApi])
  const { phServer: hServer } = await client.call(LegacyApi, RpcWinStationOpenServer, {})
  const denied = { pResult: 0xc000_0022, returnValue: false }
  const target = { hServer, LogonId: 12, bWait: false }
  assert.deepEqual(await client.call(LegacyApi, RpcWinStationReset, target), denied)
  assert.deepEqual(await client.call(LegacyApi, RpcWinStationDisconnect, target), denied)
  assert.deepEqual(await client.call(LegacyApi, RpcWinStationReset, { ...target, LogonId: 99 }), {
    pResult: 0xc00a_0015,
    returnValue: false,
  })
  const level = await client.call(LegacyApi, RpcWinStationGetAllProcesses, { hServer, Level: 1, pNumberOfProcesses: 9 })
  assert.deepEqual([level.pResult, level.returnValue], [0xc000_000d, false])
})

test('RpcWinStationQueryInformation tells classes and lengths that do not do', async () => {
  const practice = served()
  const client = await clientOf(practice, CTX_WINSTATION_API_SERVICE, [LegacyApi])
  const { phServer: hServer } = await client.call(LegacyApi, RpcWinStationOpenServer, {})
  const ask = (WinStationInformationClass: number, WinStationInformationLength: number) =>
    client.call(LegacyApi, RpcWinStationQueryInformation, {
      ...{ hServer, LogonId: 12, WinStationInformationClass, WinStationInformationLength },
      pWinStationInformation: new Uint8Array(WinStationInformationLength),
    })
  assert.equal((await ask(15, 16)).pResult, 0xc000_0003)
  assert.equal((await ask(14, 16)).pResult, 0xc000_00bb)
  const short = await ask(8, 16)
  assert.deepEqual([short.pResult, short.pReturnLength], [0xc000_0023, 1220])
  assert.deepEqual(short.pWinStationInformation, new Uint8Array(16))
  assert.equal((await ask(8, 1220)).pWinStationInformation?.length, 1220)
})

test('RpcWinStationReset never ends a listener', async () => {
  const practice = served()
  const client = await clientOf(practice, CTX_WINSTATION_API_SERVICE, [LegacyApi])
  const { phServer: hServer } = await client.call(LegacyApi, RpcWinStationOpenServer, {})
  for (const LogonId of [0, 65537]) {
    const answer = await client.call(LegacyApi, RpcWinStationReset, { hServer, LogonId, bWait: false })
    assert.deepEqual([answer.pResult, answer.returnValue], [0xc000_0022, false])
  }
  assert.deepEqual(practice.host.asked, [])
})
