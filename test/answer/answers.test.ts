/** What the answering side answers to those that may ask. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LegacyApi, RpcWinStationOpenServer, RpcWinStationReset } from '../../src/tsts/legacy-api.ts'
import { CTX_WINSTATION_API_SERVICE, LSM_API_SERVICE } from '../../src/tsts/pipes.ts'
import {
  RpcFilterByCallersName,
  RpcFilterBySessionType,
  RpcFilterByState,
  RpcGetAllSessions,
  RpcGetEnumResult,
  RpcGetEnumResultEx,
  RpcOpenEnum,
  TermSrvEnumeration,
} from '../../src/tsts/term-srv-enumeration.ts'
import {
  RpcRegisterAsyncNotification,
  RpcUnRegisterAsyncNotification,
  RpcWaitAsyncNotification,
  TermSrvNotification,
} from '../../src/tsts/term-srv-notification.ts'
import {
  RpcGetSessionType,
  RpcGetState,
  RpcGetTerminalName,
  RpcGetTimes,
  RpcGetUserName,
  RpcLogoff,
  RpcOpenSession,
  TermSrvSession,
} from '../../src/tsts/term-srv-session.ts'
import { clientOf } from './client.ts'
import { LOGON } from './practice.ts'
import { served } from './served.ts'

async function lsm() {
  const practice = served()
  const client = await clientOf(practice, LSM_API_SERVICE, [TermSrvSession, TermSrvEnumeration])
  return { practice, client, [Symbol.asyncDispose]: () => practice[Symbol.asyncDispose]() }
}

test('RpcLogoff returns at once, whatever the session does', async () => {
  await using opened = await lsm()
  const { practice, client } = opened
  practice.host.stuck.add('12')
  const { phSession } = await client.call(TermSrvSession, RpcOpenSession, { SessionId: 12 })
  assert.equal((await client.call(TermSrvSession, RpcLogoff, { hSession: phSession })).returnValue, 0)
  while (practice.host.asked.length === 0) await new Promise(setImmediate)
  assert.deepEqual(practice.host.asked, ['logoff 12'])
  assert.equal((await client.call(TermSrvSession, RpcGetState, { hSession: phSession })).plState, 0)
})

test('RpcWinStationReset waits where it is asked to', async () => {
  await using practice = served()
  practice.host.stuck.add('12')
  const client = await clientOf(practice, CTX_WINSTATION_API_SERVICE, [LegacyApi])
  const { phServer: hServer } = await client.call(LegacyApi, RpcWinStationOpenServer, {})
  await client.call(LegacyApi, RpcWinStationReset, { hServer, LogonId: 12, bWait: true })
  assert.equal(
    practice.host.sessions.some(({ id }) => id === '12'),
    false,
  )
})

test('an open session is asked for name, terminal, times and type', async () => {
  await using opened = await lsm()
  const { client } = opened
  const { phSession: hSession } = await client.call(TermSrvSession, RpcOpenSession, { SessionId: 12 })
  const user = await client.call(TermSrvSession, RpcGetUserName, { hSession })
  assert.deepEqual([user.pszUserName, user.pszDomain], ['alice', 'PRACTICE'])
  assert.equal((await client.call(TermSrvSession, RpcGetTerminalName, { hSession })).pszTerminalName, 'rdp-tcp#12')
  assert.deepEqual((await client.call(TermSrvSession, RpcGetTimes, { hSession })).pLogonTime, LOGON)
  assert.equal((await client.call(TermSrvSession, RpcGetSessionType, { SessionId: 12 })).pSessionType, 3)
  assert.equal((await client.call(TermSrvSession, RpcGetSessionType, { SessionId: 0 })).pSessionType, 1)
})

test('filters leave out what they do not want', async () => {
  await using opened = await lsm()
  const { client } = opened
  const enumeration = async () => (await client.call(TermSrvEnumeration, RpcOpenEnum, {})).phEnum
  const ids = async (hEnum: Uint8Array) =>
    (await client.call(TermSrvEnumeration, RpcGetEnumResult, { hEnum, Level: 1 })).ppSessionEnumResult?.map(
      ({ Data }) => Data.SessionId,
    )
  const byState = await enumeration()
  await client.call(TermSrvEnumeration, RpcFilterByState, { hEnum: byState, State: 4, bInvert: false })
  assert.deepEqual(await ids(byState), [0, 14])
  const inverted = await enumeration()
  await client.call(TermSrvEnumeration, RpcFilterByState, { hEnum: inverted, State: 4, bInvert: true })
  assert.deepEqual(await ids(inverted), [1, 12, 13])
  const byType = await enumeration()
  const pSessionType = '88f5767d-d13f-404d-a348-8b8e030294a9'
  await client.call(TermSrvEnumeration, RpcFilterBySessionType, { hEnum: byType, pSessionType })
  assert.deepEqual(await ids(byType), [0])
  const own = await enumeration()
  await client.call(TermSrvEnumeration, RpcFilterByCallersName, { hEnum: own })
  assert.deepEqual(await ids(own), [])
})

test('a level that there is not is lowered to the highest one', async () => {
  await using opened = await lsm()
  const { client } = opened
  const { phEnum: hEnum } = await client.call(TermSrvEnumeration, RpcOpenEnum, {})
  const answer = await client.call(TermSrvEnumeration, RpcGetEnumResultEx, { hEnum, Level: 3 })
  assert.equal(answer.ppSessionEnumResult?.[0]?.Level, 3)
  const lowered = await client.call(TermSrvEnumeration, RpcGetEnumResult, { hEnum, Level: 3 })
  assert.equal(lowered.ppSessionEnumResult?.[0]?.Level, 2)
  const all = await client.call(TermSrvEnumeration, RpcGetAllSessions, { pLevel: 9 })
  assert.deepEqual([all.pLevel, all.ppSessionData?.[0]?.Level, all.returnValue], [2, 2, 1])
})

test('notifications tell of one session, or of all, as far as they are wanted', async () => {
  await using practice = served()
  const [one, all] = await Promise.all(
    [13, -1].map(async (SessionId) => {
      const client = await clientOf(practice, LSM_API_SERVICE, [TermSrvNotification])
      const input = { SessionId, Mask: 0x80 }
      const { phNotify } = await client.call(TermSrvNotification, RpcRegisterAsyncNotification, input)
      return {
        phNotify,
        next: () => client.call(TermSrvNotification, RpcWaitAsyncNotification, { hNotify: phNotify }),
        client,
      }
    }),
  )
  await practice.host.disconnect(practice.host.sessions[2]!)
  practice.host.remove('12')
  assert.deepEqual((await all!.next()).SessionChange, [{ SessionId: 12, NotificationId: 0x80 }])
  practice.host.remove('13')
  assert.deepEqual((await one!.next()).SessionChange, [{ SessionId: 13, NotificationId: 0x80 }])
  await one!.client.call(TermSrvNotification, RpcUnRegisterAsyncNotification, { phNotify: one!.phNotify })
  while (practice.host.events.listenerCount('session') > 1) await new Promise(setImmediate)
})
