/** Logging off, resetting and disconnecting through the adapter. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LogoffError } from '../../../src/errors.ts'
import { PracticeHost, SESSIONS, session } from '../../answer/practice.ts'
import { callsOf, open } from './open.ts'

const LEGACY = 'Ctx_WinStation_API_service'

test('TstsHost.logoff() logs off and verifies', async () => {
  await using opened = open()
  const result = await opened.client.logoff(await opened.find(12))
  assert.equal(result.outcome, 'loggedOff')
  assert.deepEqual([result.remaining, result.killed], [[], []])
  assert.deepEqual(opened.served.host.asked, ['logoff 12'])
  assert.equal(
    (await opened.client.list()).some(({ id }) => id === '12'),
    false,
  )
  assert.deepEqual(opened.served.failures, [])
})

test('TstsHost.logoff() waits for no more than it has to know, and closes its handle', async () => {
  await using opened = open()
  const calls = await callsOf(async () => {
    const [alice] = await opened.client.list({ brief: true, about: '12' })
    await opened.client.logoff(alice!)
    await opened.client.list({ brief: true, about: '13' })
  })
  // What goes through the pipe of the process list comes in between as it likes.
  const ofSessions = calls.names.map((name) => name.split(' ')).filter(([name]) => name === 'TermSrvSession')
  const names = ofSessions.map(([, method]) => method)
  const asked = names.indexOf('RpcLogoff')
  assert.deepEqual(names.slice(asked - 1, asked + 2), ['RpcOpenSession', 'RpcLogoff', 'RpcGetSessionInformationEx'])
  assert.equal(names.filter((name) => name === 'RpcCloseSession').length, 1)
})

test('TstsHost.logoff() resets what resists, and names what was killed', async () => {
  await using opened = open()
  opened.served.host.stuck.add('12')
  const result = await opened.client.logoff(await opened.find(12), { graceMs: 100 })
  assert.equal(result.outcome, 'loggedOff')
  assert.deepEqual(
    result.killed.map(({ name, user }) => [name, user]),
    [['explorer.exe', 'alice']],
  )
  assert.deepEqual(opened.served.host.asked, ['logoff 12', 'reset 12'])
})

test('TstsHost.logoff() tells what is left where the account may not reset', async () => {
  await using opened = open({ denied: ['WINSTATION_RESET'] })
  opened.served.host.stuck.add('12')
  const result = await opened.client.logoff(await opened.find(12), { graceMs: 100 })
  assert.equal(result.outcome, 'stillClosing')
  assert.equal(result.error?.code, 'ACCESS_DENIED')
  assert.deepEqual(
    result.remaining.map(({ pid }) => pid),
    [4012],
  )
})

test('TstsHost.logoff() resets where the account lacks LOGOFF', async () => {
  await using opened = open({ denied: ['WINSTATION_LOGOFF'] })
  const result = await opened.client.logoff(await opened.find(12))
  assert.equal(result.outcome, 'loggedOff')
  assert.deepEqual(opened.served.host.asked, ['reset 12'])
})

test('TstsHost.logoff() resets where the host lacks the call', async () => {
  await using opened = open({ lacking: ['TermSrvSession 4'] })
  const result = await opened.client.logoff(await opened.find(12))
  assert.equal(result.outcome, 'loggedOff')
  assert.deepEqual(opened.served.host.asked, ['reset 12'])
})

test('TstsHost.logoff() names the right that is missing', async () => {
  await using opened = open({ denied: ['WINSTATION_LOGOFF', 'WINSTATION_RESET'] })
  const result = await opened.client.logoff(await opened.find(12))
  assert.equal(result.outcome, 'refused')
  assert(result.error instanceof LogoffError)
  assert.equal(result.error.code, 'ACCESS_DENIED')
  assert.match(
    result.error.message,
    /Cannot log off session 12 on "Server1".*right LOGOFF.*ERROR_ACCESS_DENIED 0x80070005/,
  )
  assert.deepEqual(opened.served.host.asked, [])
})

test('TstsHost.logoff() works without Remote Desktop Services', async () => {
  await using opened = open({ missing: [LEGACY, 'TermSrv_API_service'] })
  assert.equal((await opened.client.logoff(await opened.find(12))).outcome, 'loggedOff')
})

test('TstsHost.logoff() leaves another logon of the same ID alone', async () => {
  const host = new PracticeHost()
  await using opened = open({ host })
  const alice = await opened.find(12)
  host.sessions = SESSIONS.map((each) => (each.id === '12' ? session(12, 'mallory') : each))
  const result = await opened.client.logoff(alice)
  assert.deepEqual([result.outcome, result.error?.code], ['refused', 'SESSION_CHANGED'])
  assert.deepEqual(host.asked, [])
})

test('TstsHost.logoff() of a session that has ended meanwhile is done', async () => {
  await using opened = open()
  const alice = await opened.find(12)
  opened.served.host.remove('12')
  assert.equal((await opened.client.logoff(alice)).outcome, 'alreadyGone')
})

test('TstsHost.logoff() refuses the console, the services and listeners', async () => {
  await using opened = open()
  for (const [id, code] of [
    [0, 'PROTECTED_SESSION'],
    [1, 'CONSOLE_SESSION'],
    [65537, 'PROTECTED_SESSION'],
  ] as const) {
    const result = await opened.client.logoff(await opened.find(id))
    assert.deepEqual([result.outcome, result.error?.code], ['refused', code])
  }
  assert.deepEqual(opened.served.host.asked, [])
})

test('TstsHost.logoff() asks the host nothing where a rule refuses it', async () => {
  let asked = false
  await using opened = open({
    reach: async () => {
      asked = true
      throw new Error('nobody is there')
    },
  })
  const [services] = SESSIONS
  assert.equal((await opened.client.logoff(services!)).error?.code, 'PROTECTED_SESSION')
  assert.ok(!asked)
})

test('TstsHost.reset() ends a session without asking', async () => {
  await using opened = open()
  opened.served.host.stuck.add('12')
  assert.equal((await opened.client.reset(await opened.find(12))).outcome, 'reset')
  assert.deepEqual(opened.served.host.asked, ['reset 12'])
})

test('TstsHost.reset() names the right that is missing', async () => {
  await using opened = open({ denied: ['WINSTATION_RESET'] })
  const result = await opened.client.reset(await opened.find(12))
  assert.equal(result.outcome, 'refused')
  assert.match(result.error?.message ?? '', /right RESET.*STATUS_ACCESS_DENIED 0xc0000022/)
})

for (const lacking of [[], ['TermSrvSession 3']]) {
  test(`TstsHost.disconnect() leaves the session running${lacking.length ? ', by the old call' : ''}`, async () => {
    await using opened = open({ lacking })
    await opened.client.disconnect(await opened.find(12))
    assert.deepEqual([(await opened.find(12)).state, (await opened.find(12)).name], ['disconnected', ''])
  })
}

test('TstsHost.disconnect() names the right that is missing', async () => {
  await using opened = open({ denied: ['WINSTATION_DISCONNECT'] })
  await assert.rejects(opened.client.disconnect(await opened.find(12)), /right DISCONNECT/)
})

test('TstsHost.logoff() aborts with the reason given', async () => {
  await using opened = open()
  opened.served.host.stuck.add('12')
  const alice = await opened.find(12)
  const controller = new AbortController()
  const reason = new Error('enough')
  const result = opened.client.logoff(alice, { signal: controller.signal })
  opened.served.host.events.once('session', () => {})
  setTimeout(() => controller.abort(reason), 20)
  await assert.rejects(result, (error) => error === reason)
  assert.equal((await opened.client.list()).length, 6)
})

test('TstsHost goes on with the others when one caller stops waiting', async () => {
  let held: (() => void) | null = null
  let hold = false
  const later: (() => void)[] = []
  await using opened = open({
    delay: (deliver) => {
      if (!hold) return deliver()
      later.push(deliver)
      held?.()
    },
  })
  await opened.client.list()
  hold = true
  const controller = new AbortController()
  const waiting = new Promise<void>((resolve) => {
    held = resolve
  })
  const aborted = opened.client.list({ signal: controller.signal })
  await waiting
  controller.abort(new Error('enough'))
  await assert.rejects(aborted, /enough/)
  hold = false
  for (const deliver of later) deliver()
  assert.equal((await opened.client.list()).length, 6)
  assert.deepEqual([...opened.served.opened].sort(), ['LSM_API_service', 'TermSrv_API_service'])
})
