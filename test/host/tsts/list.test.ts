/** What the adapter lists, on each rung of its ladder. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LogoffError } from '../../../src/errors.ts'
import { LOGON, PracticeHost } from '../../answer/practice.ts'
import { callsOf, open } from './open.ts'

const LSM = 'LSM_API_service'
const RCM = 'TermSrv_API_service'
const LEGACY = 'Ctx_WinStation_API_service'

test('TstsHost.list() joins names, times and clients', async () => {
  await using opened = open()
  const sessions = await opened.client.list()
  assert.deepEqual(
    sessions.map(({ id, name, state, kind }) => [id, name, state, kind]),
    [
      ['0', 'services', 'disconnected', 'services'],
      ['1', 'console', 'active', 'console'],
      ['12', 'rdp-tcp#12', 'active', 'rdp'],
      ['13', 'TERM04', 'active', 'rdp'],
      ['14', '', 'disconnected', 'rdp'],
      ['65537', 'rdp-tcp', 'listening', 'listener'],
    ],
  )
  assert.deepEqual(sessions[2], {
    ...{ host: 'Server1', id: '12', name: 'rdp-tcp#12', user: 'alice', domain: 'PRACTICE' },
    ...{ state: 'active', nativeState: 'Active', kind: 'rdp', logonTime: LOGON, idleSince: LOGON },
    client: { name: 'LAPTOP7', address: '192.0.2.7' },
    current: false,
  })
  assert.deepEqual(opened.served.failures, [])
})

test('TstsHost.list() gives users in full', async () => {
  await using opened = open()
  assert.equal((await opened.find(14)).user, 'carol.with-a-name-longer-than-20')
})

for (const [rung, lacking, missing] of [
  ['RpcGetAllSessions', ['TermSrvEnumeration 11'], []],
  ['RpcGetEnumResult', ['TermSrvEnumeration 11', 'TermSrvEnumeration 10'], []],
  ['RpcGetSessionInformation', ['TermSrvSession 17'], []],
  ['RpcWinStationEnumerate', [], [LSM]],
] as const) {
  test(`TstsHost.list() goes down to ${rung}`, async () => {
    await using opened = open({ lacking, missing })
    const sessions = await opened.client.list()
    assert.deepEqual(sessions.map(({ id }) => id).sort(), ['0', '1', '12', '13', '14', '65537'])
    const alice = await opened.find(12)
    assert.equal(alice.user, 'alice')
    assert.deepEqual(alice.logonTime, LOGON)
    assert.deepEqual(opened.served.failures, [])
  })
}

test('TstsHost.list() does without Remote Desktop Services', async () => {
  await using opened = open({ missing: [RCM, LEGACY] })
  const sessions = await opened.client.list()
  assert.deepEqual(
    sessions.map(({ id }) => id),
    ['0', '1', '12', '13', '14'],
  )
  assert.equal(sessions[2]?.client, null)
})

test('TstsHost.list() shows what the account may query', async () => {
  await using opened = open({ denied: ['WINSTATION_QUERY 13'] })
  assert.equal(
    (await opened.client.list()).some(({ id }) => id === '13'),
    false,
  )
})

test('TstsHost.list() says that an empty list means no right', async () => {
  await using opened = open({ denied: ['WINSTATION_QUERY'] })
  await assert.rejects(
    opened.client.list(),
    (error) => error instanceof LogoffError && error.code === 'SESSIONS_HIDDEN' && /right QUERY/.test(error.message),
  )
})

test('TstsHost.list() names the pipe that nobody serves', async () => {
  await using opened = open({ missing: [LSM, RCM, LEGACY] })
  await assert.rejects(opened.client.list(), (error) => {
    assert(error instanceof LogoffError)
    assert.equal(error.code, 'SERVICE_STOPPED')
    assert.match(error.message, /"Ctx_WinStation_API_service".*STATUS_OBJECT_NAME_NOT_FOUND 0xc0000034/)
    return true
  })
})

test('TstsHost binds with NTLM where SPNEGO is not known', async () => {
  await using opened = open({ authTypes: [10] })
  assert.equal((await opened.client.list()).length, 6)
})

test('TstsHost binds each pipe once', async () => {
  await using opened = open()
  await opened.client.list()
  await opened.client.list()
  assert.deepEqual([...opened.served.opened].sort(), [LSM, RCM])
})

test('TstsHost tells diagnostics of its calls by host, interface and method', async () => {
  await using opened = open()
  const calls = await callsOf(() => opened.client.list({ brief: true, about: 'alice' }))
  assert.ok(calls.servers.every((name) => name === 'Server1'))
  assert.deepEqual(calls.names, ['TermSrvEnumeration RpcGetAllSessionsEx', 'TermSrvSession RpcGetSessionInformationEx'])
})

test('TstsHost.list() in brief asks for the one session alone whose ID is given', async () => {
  await using opened = open()
  const calls = await callsOf(() => opened.client.list({ brief: true, about: '012' }))
  assert.deepEqual(calls.names, ['TermSrvSession RpcGetSessionInformationEx'])
  assert.deepEqual(
    calls.value.map(({ id, user }) => [id, user]),
    [['12', 'alice']],
  )
})

test('TstsHost.list() in brief lists all sessions where the host has none of the ID that is given', async () => {
  await using opened = open()
  for (const about of ['99', '4294967297']) {
    const sessions = await opened.client.list({ brief: true, about })
    assert.ok(sessions.length > 1, about)
    assert.ok(
      sessions.every(({ id }) => id !== about),
      about,
    )
  }
})

test('TstsHost.list() in brief lists all sessions where the host refuses to speak of the one whose ID is given', async () => {
  const host = new PracticeHost()
  const find = host.find.bind(host)
  host.find = async (id) => {
    if (id === '99') throw new LogoffError('SESSION_AMBIGUOUS', { host: 'Server1', text: id, ids: [] })
    return find(id)
  }
  await using opened = open({ host })
  const sessions = await opened.client.list({ brief: true, about: '99' })
  assert.ok(sessions.length > 1)
})

test('TstsHost.list() in brief names the right without which the session of an ID is not shown', async () => {
  await using opened = open({ denied: ['WINSTATION_QUERY 12'] })
  await assert.rejects(opened.client.list({ brief: true, about: '12' }), /right QUERY on the session/)
})

test('TstsHost.list() in brief asks no more than an action needs', async () => {
  await using opened = open()
  const sessions = await opened.client.list({ brief: true, about: 'ALICE' })
  assert.deepEqual(
    sessions.map(({ id, user, logonTime, client }) => [id, user, logonTime, client]),
    [
      ['0', '', null, null],
      ['1', 'root', null, null],
      ['12', 'alice', LOGON, null],
      ['13', 'bob', null, null],
      ['14', 'carol.with-a-name-longer-than-20', null, null],
    ],
  )
  assert.deepEqual(opened.served.opened, [LSM])
  const full = await opened.client.list()
  assert.deepEqual(
    sessions.map(({ kind }) => kind),
    full.slice(0, sessions.length).map(({ kind }) => kind),
  )
})
