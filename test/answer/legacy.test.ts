/** The old interface: names, counters, owners of processes, and calls that Linux has nothing for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operation } from '../../src/rpc/operation.ts'
import { FaultStatus } from '../../src/rpc/status.ts'
import * as legacy from '../../src/tsts/legacy-api.ts'
import * as old from '../../src/tsts/legacy-old-calls.ts'
import { CTX_WINSTATION_API_SERVICE, LSM_API_SERVICE } from '../../src/tsts/pipes.ts'
import { SID } from '../../src/tsts/sid.ts'
import { RpcGetLoggedOnCount, RpcGetSessionCounters, TermSrvSession } from '../../src/tsts/term-srv-session.ts'
import { decode } from '../../src/wire/codec.ts'
import { faultOf } from '../rpc/connect.ts'
import { clientOf } from './client.ts'
import { LOGON } from './practice.ts'
import { type ServedOptions, served } from './served.ts'

const { LegacyApi } = legacy
const UNSUPPORTED = { pResult: 0xc000_00bb, returnValue: false }
const DENIED = { pResult: 0xc000_0022, returnValue: false }

async function opened(options: ServedOptions = {}) {
  const practice = served(options)
  const client = await clientOf(practice, CTX_WINSTATION_API_SERVICE, [LegacyApi])
  const { phServer: hServer } = await client.call(LegacyApi, legacy.RpcWinStationOpenServer, {})
  const call = <I extends { hServer: Uint8Array }, O>(operation: Operation<I, O>, input: Omit<I, 'hServer'>) =>
    client.call(LegacyApi, operation, { hServer, ...input } as I)
  return { practice, client, call, hServer }
}

test('sessions are found by name, and named by number, as far as the caller may look', async () => {
  const { call } = await opened({ denied: ['WINSTATION_QUERY 13'] })
  const id = (name: string) =>
    call(legacy.RpcLogonIdFromWinStationName, { pWinStationName: `${name}\0`, NameSize: name.length + 1 })
  assert.deepEqual(await id('Console'), { pResult: 0, pLogonId: 1, returnValue: true })
  assert.equal((await id('rdp-tcp#12')).pLogonId, 12)
  assert.equal((await id('nothing')).pResult, 0xc00a_0015)
  assert.equal((await id('TERM04')).pResult, 0xc000_0022)
  assert.equal((await id('')).pResult, 0xc00a_0001)
  const name = (LoginId: number, room = 33) =>
    call(legacy.RpcWinStationNameFromLogonId, { LoginId, pWinStationName: '\0'.repeat(room), NameSize: room })
  const found = await name(12)
  assert.deepEqual([found.pResult, found.pWinStationName], [0, 'rdp-tcp#12'.padEnd(33, '\0')])
  assert.equal((await name(12, 40)).pWinStationName.length, 40)
  assert.equal((await name(12, 32)).pResult, 0xc000_000d)
  for (const hidden of [13, 99]) assert.equal((await name(hidden)).pResult, 0x8007_1b6e)
})

test('counters count sessions by their states, by either interface, and say which they cannot', async () => {
  const { call, practice } = await opened()
  const wanted = [4, 5, 6, 0x0b, 0x0c, 1, 99].map((dwCounterID) => ({
    ...{ counterHead: { dwCounterID, bResult: false }, dwValue: 7, startTime: 9n },
  }))
  const { pCounter } = await call(legacy.RpcWinStationGetTermSrvCountersValue, { dwEntries: 7, pCounter: wanted })
  const values = pCounter.map(({ counterHead, dwValue }) => (counterHead.bResult ? dwValue : null))
  assert.deepEqual(values, [3, 1, 0, 0, 4, null, null])
  const lsm = await clientOf(practice, LSM_API_SERVICE, [TermSrvSession])
  const same = await lsm.call(TermSrvSession, RpcGetSessionCounters, { pCounter: wanted, uEntries: 7 })
  assert.deepEqual(same.pCounter, pCounter)
  const count = await lsm.call(TermSrvSession, RpcGetLoggedOnCount, {})
  assert.deepEqual([count.pUserSessions, count.pDeviceSessions], [4, 0])
})

test('the owner of a process is told by its SID, where the buffer holds it', async () => {
  const { call } = await opened({ denied: ['WINSTATION_QUERY 13'] })
  const ask = (dwUniqueProcessId: number, room: number, ProcessStartTime: Date | null = LOGON) =>
    call(legacy.RpcWinStationGetProcessSid, {
      ...{ dwUniqueProcessId, ProcessStartTime, dwSidSize: room, pdwSizeNeeded: 0 },
      pProcessUserSid: room === 0 ? null : new Uint8Array(room),
    })
  const found = await ask(4012, 28)
  assert.match(decode(SID, found.pProcessUserSid!), /^S-1-5-21-\d+-\d+-\d+-1000$/)
  const short = await ask(4012, 0)
  assert.deepEqual([short.returnValue, short.pResult, short.pdwSizeNeeded], [false, 0x8007_007a, 28])
  for (const [pid, time] of [
    [4012, new Date(0)],
    [4013, LOGON],
    [9, LOGON],
  ] as const) {
    assert.equal((await ask(pid, 28, time)).pResult, 0x8007_0057)
  }
})

test('handles are closed by either call, and a closed one is a fault', async () => {
  const { client, call, hServer } = await opened()
  assert.deepEqual(await call(legacy.RpcIcaServerPing, {}), { pResult: 0, returnValue: true })
  const closed = await client.call(LegacyApi, legacy.RpcWinStationCloseServerEx, { phServer: hServer })
  assert.deepEqual([closed.returnValue, closed.phServer.every((byte) => byte === 0)], [true, true])
  await assert.rejects(call(legacy.RpcIcaServerPing, {}), faultOf(FaultStatus.nca_s_fault_context_mismatch))
})

test('what Linux has nothing for says so, and what nobody may is denied', async () => {
  const { call } = await opened()
  assert.deepEqual(await call(old.RpcWinStationReadRegistry, {}), UNSUPPORTED)
  assert.deepEqual(await call(old.RpcWinStationReInitializeSecurity, {}), UNSUPPORTED)
  assert.deepEqual(
    await call(old.RpcWinStationUpdateSettings, { SettingsClass: 1, SettingsParameters: 0 }),
    UNSUPPORTED,
  )
  const unknown = await call(old.RpcWinStationUpdateSettings, { SettingsClass: 2, SettingsParameters: 0 })
  assert.equal(unknown.pResult, 0xc000_000d)
  assert.deepEqual(await call(old.RpcWinStationShutdownSystem, { ClientLogonId: 0, ShutdownFlags: 2 }), DENIED)
  assert.deepEqual(await call(old.RpcWinStationBreakPoint, { LogonId: 12, KernelFlag: true }), DENIED)
  const directory = await call(old.RpcWinStationOpenSessionDirectory, { pszServerName: 'x' })
  assert.equal(directory.pResult, 0xc000_0001)
  const callback = async (AddressType: number, AddressSize: number) =>
    (await call(old.RpcConnectCallback, { TimeOut: 0, AddressType, pAddress: new Uint8Array(2), AddressSize })).pResult
  assert.deepEqual(
    [await callback(1, 14), await callback(2, 2), await callback(2, 14)],
    [0xc000_00bb, 0xc000_000d, 0xc000_0022],
  )
  for (const operation of [old.OldRpcWinStationEnumerateProcesses, old.RpcWinStationEnumerateProcesses]) {
    const answer = await call(operation, { ByteCount: 5 })
    assert.deepEqual(answer, { ...UNSUPPORTED, pProcessBuffer: new Uint8Array(5) })
  }
  const policy = { pPolicy: Uint8Array.from([1, 2]), bufferSize: 2 }
  assert.deepEqual(await call(old.RpcWinStationGetMachinePolicy, policy), {
    pPolicy: policy.pPolicy,
    returnValue: false,
  })
  const lan = await call(old.RpcWinStationGetLanAdapterName, { PdNameSize: 4, pPdName: 'tcp\0', LanAdapter: 0 })
  assert.deepEqual([lan.pResult, lan.ppLanAdapter], [0xc000_00bb, null])
})

test('renaming, setting and looking over a shoulder find the session, check the right, and are refused', async () => {
  const { call } = await opened({ denied: ['WINSTATION_SET 13', 'WINSTATION_SHADOW 13', 'WINSTATION_DISCONNECT 13'] })
  const rename = async (from: string, to: string) => {
    const names = { pWinStationNameOld: `${from}\0`, pWinStationNameNew: `${to}\0` }
    return (await call(old.RpcWinStationRename, { ...names, NameOldSize: 1, NameNewSize: 1 })).pResult
  }
  assert.deepEqual(
    [await rename('', 'x'), await rename('console', ''), await rename('nobody', 'x'), await rename('console', 'x')],
    [0xc00a_0001, 0xc00a_0001, 0xc00a_0015, 0xc000_00bb],
  )
  const set = async (LogonId: number, WinStationInformationClass: number) => {
    const buffer = { pWinStationInformation: null, WinStationInformationLength: 0 }
    return (await call(old.RpcWinStationSetInformation, { LogonId, WinStationInformationClass, ...buffer })).pResult
  }
  const set4 = [await set(12, 10), await set(13, 10), await set(99, 10), await set(12, 15)]
  assert.deepEqual(set4, [0xc000_00bb, 0xc000_0022, 0xc00a_0015, 0xc000_0003])
  const shadow = async (TargetLogonId: number) => {
    const rest = { LogonId: 1, pTargetServerName: null, NameSize: 0, HotKeyVk: 0, HotkeyModifiers: 0 }
    return (await call(old.RpcWinStationShadow, { ...rest, TargetLogonId })).pResult
  }
  assert.deepEqual([await shadow(12), await shadow(13), await shadow(99)], [0xc000_00bb, 0xc000_0022, 0xc00a_0015])
  const stop = async (LogonId: number) => (await call(old.RpcWinStationShadowStop, { LogonId, bWait: true })).pResult
  assert.deepEqual([await stop(12), await stop(13), await stop(99)], [0xc00a_0036, 0xc000_0022, 0xc00a_0015])
})

test('nobody is a HelpAssistant, and a loop is the host itself', async () => {
  const { call } = await opened()
  const help = (SessionId: number) => call(legacy.RpcWinStationIsHelpAssistantSession, { SessionId })
  assert.deepEqual(await help(12), { pResult: 0, returnValue: false })
  assert.deepEqual(await help(99), { pResult: 0xc00a_0015, returnValue: false })
  const loop = (name: string) =>
    call(legacy.RpcWinStationCheckLoopBack, {
      ...{ ClientLogonId: 1, TargetLogonId: 12, pTargetServerName: `${name}\0`, NameSize: name.length + 1 },
    })
  assert.deepEqual(await loop('labhost'), { pResult: 0xc000_0022, returnValue: true })
  assert.deepEqual(await loop('other'), { pResult: 0, returnValue: false })
})
