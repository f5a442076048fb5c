/** What is answered about sessions: names, times, locks, clients, addresses, how they are set up. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WDCONFIG } from '../../src/tsts/driver-config.ts'
import { LegacyApi, RpcWinStationOpenServer, RpcWinStationQueryInformation } from '../../src/tsts/legacy-api.ts'
import { CTX_WINSTATION_API_SERVICE, LSM_API_SERVICE, TERMSRV_API_SERVICE } from '../../src/tsts/pipes.ts'
import * as rcm from '../../src/tsts/rcm-public.ts'
import { hresultOf } from '../../src/tsts/returns.ts'
import * as lsm from '../../src/tsts/term-srv-session.ts'
import { USERCONFIG, WINSTATIONCONFIG, WINSTATIONCONFIG_LENGTH } from '../../src/tsts/user-config.ts'
import { decodeVardata } from '../../src/tsts/vardata.ts'
import { WINSTATIONCLIENT } from '../../src/tsts/winstation-client.ts'
import { WINSTATIONINFORMATION } from '../../src/tsts/winstation-information.ts'
import { decode } from '../../src/wire/codec.ts'
import { clientOf } from './client.ts'
import { LOGON, PracticeHost, SESSIONS, session } from './practice.ts'
import { type Served, served } from './served.ts'

const CONNECT = new Date('2026-11-22T10:00:00Z')
const LEFT = new Date('2026-11-22T09:45:00Z')
const DETAILS = { locked: true, connectTime: CONNECT, disconnectTime: LEFT }

function host(...more: ReturnType<typeof session>[]): PracticeHost {
  const made = new PracticeHost([...SESSIONS, ...more])
  made.more.set('12', DETAILS)
  return made
}

async function sessions(practice: Served) {
  const client = await clientOf(practice, LSM_API_SERVICE, [lsm.TermSrvSession])
  const open = async (SessionId: number) =>
    (await client.call(lsm.TermSrvSession, lsm.RpcOpenSession, { SessionId })).phSession
  return { client, open }
}

async function legacy(practice: Served) {
  const client = await clientOf(practice, CTX_WINSTATION_API_SERVICE, [LegacyApi])
  const { phServer: hServer } = await client.call(LegacyApi, RpcWinStationOpenServer, {})
  return async (LogonId: number, WinStationInformationClass: number, WinStationInformationLength = 0x8000) => {
    const pWinStationInformation = new Uint8Array(WinStationInformationLength)
    const input = { hServer, LogonId, WinStationInformationClass, pWinStationInformation, WinStationInformationLength }
    return await client.call(LegacyApi, RpcWinStationQueryInformation, input)
  }
}

test('times and lock of a session are those that the host knows', async () => {
  await using practice = served({ host: host() })
  const { client, open } = await sessions(practice)
  const hSession = await open(12)
  const times = await client.call(lsm.TermSrvSession, lsm.RpcGetTimes, { hSession })
  assert.deepEqual([times.pConnectTime, times.pDisconnectTime, times.pLogonTime], [CONNECT, LEFT, LOGON])
  const locked = async (id: number) =>
    (await client.call(lsm.TermSrvSession, lsm.RpcIsSessionDesktopLocked, { hSession: await open(id) })).returnValue
  assert.equal(await locked(12), 0)
  assert.equal(await locked(13), hresultOf(0x8000_4005))
})

test('session information has lock, times and the domain of the machine’s own accounts', async () => {
  const bob = session(15, 'bob', { domain: '' })
  const carol = session(16, 'LAB\\carol', { domain: '' })
  await using practice = served({ host: host(bob, carol) })
  const { client } = await sessions(practice)
  const ask = async (SessionId: number) => {
    const input = { SessionId, Level: 1 }
    const { LSMSessionInfoExPtr } = await client.call(lsm.TermSrvSession, lsm.RpcGetSessionInformationEx, input)
    const { pSessionInfo } = await client.call(lsm.TermSrvSession, lsm.RpcGetSessionInformation, { SessionId })
    return [LSMSessionInfoExPtr.Data, pSessionInfo] as const
  }
  const [alice, old] = await ask(12)
  assert.deepEqual([alice.SessionFlags, alice.ConnectTime, alice.LastInputTime], [0, CONNECT, LOGON])
  assert.deepEqual([old.DesktopLocked, old.DisconnectTime, old.pszDomain], [true, LEFT, 'PRACTICE'])
  assert.equal((await ask(13))[0].SessionFlags, -1)
  assert.deepEqual([(await ask(15))[0].DomainName, (await ask(15))[1].pszUserName], ['LABHOST', 'bob'])
  assert.deepEqual([(await ask(16))[0].DomainName, (await ask(16))[1].pszUserName], ['LAB', 'carol'])
})

test('the address of a client is told for both families, and none for nobody', async () => {
  const ipv6 = session(15, 'bob', { client: { name: '', address: '2001:db8::192.0.2.7' } })
  await using practice = served({ host: host(ipv6) })
  const client = await clientOf(practice, TERMSRV_API_SERVICE, [rcm.RCMPublic])
  const ask = (SessionId: number) => client.call(rcm.RCMPublic, rcm.RpcGetRemoteAddress, { SessionId })
  const { pRemoteAddress } = await ask(12)
  const address = { sin_port: 0, in_addr: 0x0702_00c0, sin_zero: new Uint8Array(8) }
  assert.deepEqual(pRemoteAddress, { sin_family: 2, address })
  const groups = [0x0120, 0xb80d, 0, 0, 0, 0, 0x00c0, 0x0702]
  assert.deepEqual((await ask(15)).pRemoteAddress.address, {
    ...{ sin6_port: 0, sin6_flowinfo: 0, sin6_scope_id: 0 },
    sin6_addr: groups,
  })
  assert.equal((await ask(13)).returnValue, hresultOf(0x8007_139f))
  const image = await legacy(practice)
  const old = (await image(12, 29, 32)).pWinStationInformation!
  assert.equal(Buffer.from(old).toString('hex'), `0200000000000000c0000207${'00'.repeat(20)}`)
  assert.equal((await image(13, 29)).returnValue, false)
})

test('RCMPublic knows client, set-up, status and last input of a session', async () => {
  await using practice = served({ host: host() })
  const client = await clientOf(practice, TERMSRV_API_SERVICE, [rcm.RCMPublic])
  const SessionId = 12
  const data = await client.call(rcm.RCMPublic, rcm.RpcGetClientData, { SessionId })
  const { ClientName, UserName, ClientAddress } = decode(WINSTATIONCLIENT, data.ppBuff!)
  assert.deepEqual([ClientName, UserName, ClientAddress], ['LAPTOP7', 'alice', '192.0.2.7'])
  const config = await client.call(rcm.RCMPublic, rcm.RpcGetConfigData, { SessionId })
  assert.equal(config.pOutBuffByteLen, WINSTATIONCONFIG_LENGTH)
  assert.equal(decode(WINSTATIONCONFIG, config.ppBuff!).User.UserName, 'alice')
  const status = (InfoType: number) => client.call(rcm.RCMPublic, rcm.RpcGetProtocolStatus, { SessionId, InfoType })
  assert.deepEqual([(await status(0)).pcbProtoStatus, (await status(1)).pcbProtoStatus], [1012, 1032])
  assert.equal((await status(2)).returnValue, hresultOf(0x8007_0057))
  const both = { SessionId, InfoType: 0 }
  const input = await client.call(rcm.RCMPublic, rcm.RpcGetLastInputTime, { SessionId })
  const second = await client.call(rcm.RCMPublic, rcm.RpcGetSessionProtocolLastInputTime, both)
  assert.deepEqual([input.pLastInputTime, second.pLastInputTime, second.pcbProtoStatus], [LOGON, LOGON, 1012])
  const certificates = await client.call(rcm.RCMPublic, rcm.RpcGetUserCertificates, { SessionId })
  assert.deepEqual([certificates.returnValue, certificates.pcCerts, certificates.ppbCerts], [0, 0, null])
})

test('RpcQuerySessionData tells its driver, how much room that needs, and nothing of Windows’ own', async () => {
  await using practice = served()
  const client = await clientOf(practice, TERMSRV_API_SERVICE, [rcm.RCMPublic])
  const ask = (type: number, cbSessionData: number) =>
    client.call(rcm.RCMPublic, rcm.RpcQuerySessionData, {
      ...{ SessionId: 12, type, pbInputData: null, cbInputData: 0, cbSessionData },
    })
  const driver = await ask(1, 8192)
  assert.deepEqual([decode(WDCONFIG, driver.pbSessionData).WdName, driver.pcbReturnLength], ['xrdp', 300])
  const short = await ask(1, 299)
  assert.deepEqual([short.returnValue, short.pcbRequireBufferSize], [hresultOf(0x8007_007a), 300])
  assert.equal((await ask(3, 8192)).returnValue, hresultOf(0x8000_4001))
})

test('RpcWinStationQueryInformation answers each class with its own structure', async () => {
  await using practice = served({ host: host() })
  const ask = await legacy(practice)
  const bytes = async (each: number, id = 12) => {
    const { pWinStationInformation, pReturnLength } = await ask(id, each)
    assert.equal(pWinStationInformation?.length, 0x8000)
    return Buffer.from(pWinStationInformation.subarray(0, pReturnLength))
  }
  const information = decodeVardata(WINSTATIONINFORMATION, await bytes(8))
  assert.deepEqual(
    [information.ConnectTime, information.DisconnectTime, information.UserName],
    [CONNECT, LEFT, 'alice'],
  )
  assert.equal(decodeVardata(WINSTATIONCLIENT, await bytes(6)).ClientName, 'LAPTOP7')
  assert.equal(decodeVardata(WDCONFIG, await bytes(3)).WdPrefix, 'RDP')
  const config = await bytes(1)
  const [size, offset] = [config.readUInt16LE(126), config.readUInt16LE(128)]
  assert.equal(decode(USERCONFIG, config.subarray(offset, offset + size)).UserName, 'alice')
  assert.deepEqual([await bytes(28), await bytes(28, 13)], [Buffer.from([1, 0, 0, 0]), Buffer.alloc(4)])
  assert.deepEqual([(await bytes(39)).readUInt32LE(), (await bytes(39, 65537)).readUInt32LE()], [3, 2])
  assert.deepEqual([(await bytes(24)).readInt32LE(), (await bytes(37)).readInt32LE()], [-1, -1])
  assert.deepEqual([(await bytes(25)).readUInt32LE(8), (await bytes(25)).readUInt32LE(12)], [4, 1])
  assert.deepEqual([(await bytes(31)).readUInt32LE(), (await bytes(31, 13)).readUInt32LE()], [1, 0])
  assert.deepEqual([(await bytes(26)).readUInt32LE(8), (await bytes(27)).readUInt32LE(192)], [12, 12])
  const lengths = await Promise.all([0, 18, 25, 26, 27, 32].map(async (each) => (await bytes(each)).length))
  assert.deepEqual(lengths, [8, 140, 72, 16, 204, 1])
  assert.ok((await bytes(30)).readUInt32LE() > 0)
})

test('a class that there is not is told from one that only Windows can answer', async () => {
  await using practice = served()
  const ask = await legacy(practice)
  const results = await Promise.all([15, 33, 99, 2, 4, 7, 14, 40].map(async (each) => (await ask(12, each)).pResult))
  const [unknown, unsupported] = [0xc000_0003, 0xc000_00bb]
  assert.deepEqual(results, [unknown, unknown, unknown, ...new Array<number>(5).fill(unsupported)])
})
