/** Messages, processes, events, examinations and silence through the adapter. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LogoffError } from '../../../src/errors.ts'
import { type RpcMessage, rpcMessages } from '../../../src/rpc/diagnostics.ts'
import { PduType } from '../../../src/rpc/pdu.ts'
import { LOGON } from '../../answer/practice.ts'
import { open } from './open.ts'

/** Where a message says what it is. [C706] 12.6.3.1 */
const PTYPE = 2

const MESSAGE = {
  ...{ title: 'Maintenance', text: 'Please save your work.', timeSeconds: 60 },
  ...{ wait: false, buttons: 'ok' as const },
}

for (const lacking of [[], ['TermSrvSession 9']]) {
  const way = lacking.length ? ' by the old call' : ''
  test(`TstsHost.message() is shown${way}`, async () => {
    await using opened = open({ lacking })
    assert.equal(await opened.client.message(await opened.find(12), MESSAGE), 'sent')
    assert.deepEqual(opened.served.host.messages, [{ id: '12', message: MESSAGE }])
  })

  test(`TstsHost.message() waits for the answer${way}`, async () => {
    await using opened = open({ lacking })
    const asked = { ...MESSAGE, wait: true }
    assert.equal(await opened.client.message(await opened.find(12), asked), 'ok')
    opened.served.host.answer = 'timeout'
    assert.equal(await opened.client.message(await opened.find(12), asked), 'timeout')
  })
}

test('TstsHost.find() asks for one session, with its client, and details() for the rest', async () => {
  for (const lacking of [[], ['TermSrvSession 17']]) {
    await using opened = open({ lacking })
    const { host } = opened.served
    const [connectTime, disconnectTime] = [new Date('2026-11-22T10:00:00Z'), new Date('2026-11-22T09:45:00Z')]
    host.more.set('12', { locked: true, connectTime, disconnectTime })
    const found = await opened.client.find('12')
    assert.deepEqual([found?.user, found?.client?.name], ['alice', 'LAPTOP7'])
    assert.equal(await opened.client.find('99'), null)
    assert.equal(host.lists, 0)
    assert.ok(found)
    assert.deepEqual(await opened.client.details(found), { locked: true, connectTime, disconnectTime })
    const gone = await opened.client.details({ ...found, id: '99' })
    assert.deepEqual(gone, { locked: null, connectTime: null, disconnectTime: null })
  }
})

test('TstsHost.message() by the old call carries a long text', async () => {
  await using opened = open({ lacking: ['TermSrvSession 9'] })
  const text = 'x'.repeat(700)
  await opened.client.message(await opened.find(12), { ...MESSAGE, text })
  assert.equal(opened.served.host.messages[0]?.message.text, text)
})

test('TstsHost.message() names the right that is missing', async () => {
  await using opened = open({ denied: ['WINSTATION_MSG'] })
  await assert.rejects(opened.client.message(await opened.find(12), MESSAGE), /right MSG/)
})

for (const lacking of [[], ['LegacyApi 70']]) {
  test(`TstsHost.processes() names owners${lacking.length ? ', by the old call' : ''}`, async () => {
    await using opened = open({ lacking })
    assert.deepEqual(await opened.client.processes({ session: await opened.find(12) }), [
      { pid: 4012, name: 'explorer.exe', user: 'alice', sessionId: '12', started: LOGON },
    ])
    assert.deepEqual(
      (await opened.client.processes()).map(({ user }) => user),
      ['root', 'alice', 'bob', 'carol.with-a-name-longer-than-20'],
    )
  })
}

test('TstsHost.processes() shows SIDs where the host gives no names', async () => {
  await using opened = open({ missing: ['lsarpc'] })
  const [first] = await opened.client.processes()
  assert.match(first?.user ?? '', /^S-1-5-21-\d+-\d+-\d+-1000$/)
})

test('TstsHost.processes() takes no list whose names were changed on their way', async () => {
  let names: readonly string[] = []
  let spoil = true
  await using opened = open({
    through: (bytes, from) => {
      const response = from === 'server' && bytes[PTYPE] === PduType.response
      if (spoil && response && names.includes('lsarpc')) bytes[bytes.length - 1]! ^= 1
      return [bytes]
    },
  })
  names = opened.served.opened
  await assert.rejects(opened.client.processes(), (error) => {
    assert(error instanceof LogoffError)
    assert.deepEqual([error.code, error.facts], ['UNSAFE', { host: 'Server1', lack: 'integrity' }])
    return true
  })
  spoil = false
  assert.equal((await opened.client.processes())[0]?.user, 'root')
})

test('TstsHost.processes() goes on where another caller, for whom the server is being opened, stops waiting', async () => {
  const controller = new AbortController()
  const listen = (message: unknown) => {
    const { name, direction } = message as RpcMessage
    if (direction === 'sent' && name.endsWith('RpcWinStationOpenServer')) controller.abort(new Error('enough'))
  }
  rpcMessages.subscribe(listen)
  try {
    await using opened = open()
    const aborted = assert.rejects(opened.client.processes({ signal: controller.signal }), /enough/)
    assert.equal((await opened.client.processes()).length, 4)
    await aborted
  } finally {
    rpcMessages.unsubscribe(listen)
  }
})

test('TstsHost.endProcess() ends that process and no other of its number', async () => {
  await using opened = open()
  const [alices] = await opened.client.processes({ session: await opened.find(12) })
  assert(alices)
  const other = { ...alices, started: new Date(0) }
  await assert.rejects(opened.client.endProcess(other), { code: 'PROCESS_NOT_FOUND' })
  await opened.client.endProcess(alices)
  assert.deepEqual(await opened.client.processes({ session: await opened.find(12) }), [])
  await assert.rejects(opened.client.endProcess(alices), { code: 'PROCESS_NOT_FOUND' })
})

test('TstsHost.endProcess() names the right that is missing', async () => {
  await using opened = open({ denied: ['PROCESS_TERMINATE'] })
  const [process] = await opened.client.processes()
  assert(process)
  await assert.rejects(opened.client.endProcess(process), { code: 'ACCESS_DENIED' })
})

test('TstsHost.watch() tells what happens until the loop is left', async () => {
  await using opened = open()
  const events = opened.client.watch()[Symbol.asyncIterator]()
  const first = events.next()
  while (opened.served.host.events.listenerCount('session') === 0) await new Promise(setImmediate)
  await opened.client.disconnect(await opened.find(13))
  assert.deepEqual((await first).value, { type: 'changed', id: '13' })
  opened.served.host.remove('12')
  assert.deepEqual((await events.next()).value, { type: 'ended', id: '12' })
  await events.return?.()
  while (opened.served.host.events.listenerCount('session') > 0) await new Promise(setImmediate)
})

test('TstsHost.watch() aborts with the reason given', async () => {
  await using opened = open()
  const controller = new AbortController()
  const events = opened.client.watch({ signal: controller.signal })[Symbol.asyncIterator]()
  const first = events.next()
  while (opened.served.host.events.listenerCount('session') === 0) await new Promise(setImmediate)
  const reason = new Error('enough')
  controller.abort(reason)
  await assert.rejects(first, (error) => error === reason)
})

test('TstsHost.connect() is not possible', async () => {
  await using opened = open()
  await assert.rejects(opened.client.connect(await opened.find(12), 'console'), { code: 'NOT_SUPPORTED' })
})

test('TstsHost.examine() walks the layers', async () => {
  await using opened = open()
  const findings = await opened.client.examine()
  assert.deepEqual(
    findings.map(({ check, passed, figure }) => [check, passed, figure]),
    [
      ['pipe', true, 'LSM_API_service'],
      ['interface', true, 'TermSrvSession'],
      ['interface', true, 'TermSrvEnumeration'],
      ['interface', true, 'TermSrvNotification'],
      ['pipe', true, 'TermSrv_API_service'],
      ['interface', true, 'RCMPublic'],
      ['pipe', true, 'Ctx_WinStation_API_service'],
      ['interface', true, 'LegacyApi'],
      ['pipe', true, 'lsarpc'],
      ['interface', true, 'lsarpc'],
      ['sessions', true, '6'],
      ['rights', true, 'QUERY'],
    ],
  )
})

test('TstsHost.examine() stops at the first layer that refuses', async () => {
  await using opened = open({ missing: ['TermSrv_API_service'] })
  const findings = await opened.client.examine()
  const last = findings.at(-1)
  assert.equal(findings.length, 5)
  assert.deepEqual([last?.check, last?.passed, last?.error?.code], ['pipe', false, 'SERVICE_STOPPED'])
})

test('TstsHost.examine() stops at the first interface that is refused', async () => {
  await using opened = open({ lacking: ['TermSrvEnumeration'] })
  const findings = await opened.client.examine()
  assert.deepEqual(
    findings.map(({ check, passed, figure, error }) => [check, passed, figure, error?.code]),
    [
      ['pipe', true, 'LSM_API_service', undefined],
      ['interface', true, 'TermSrvSession', undefined],
      ['interface', false, 'TermSrvEnumeration', 'NOT_SUPPORTED'],
    ],
  )
})

test('TstsHost gives up on a silent host and connects anew', async () => {
  let silent = true
  const opened = open({
    patienceMs: 200,
    through: (bytes, from) => (silent && from === 'server' ? [] : [bytes]),
  })
  await using _ = opened
  await assert.rejects(opened.client.list(), (error) => error instanceof LogoffError && error.code === 'HOST_SILENT')
  silent = false
  assert.equal((await opened.client.list()).length, 6)
})

test('TstsHost tells everybody who waits for a silent host that it is', async () => {
  let silent = false
  await using opened = open({ patienceMs: 200, delay: (deliver) => void (silent || deliver()) })
  const alice = await opened.find(12)
  silent = true
  const { client } = opened
  const answers = await Promise.allSettled([client.processes(), client.list({ brief: true }), client.find('12')])
  assert.deepEqual(
    answers.map((each) => each.status === 'rejected' && each.reason.code),
    ['HOST_SILENT', 'HOST_SILENT', 'HOST_SILENT'],
  )
  silent = false
  assert.equal((await client.logoff(alice)).outcome, 'loggedOff')
})

test('TstsHost says that an answer was changed on its way', async () => {
  let messages = 0
  await using opened = open({
    through: (bytes, from) => {
      messages += from === 'server' ? 1 : 0
      if (from === 'server' && messages > 3) bytes[bytes.length - 1]! ^= 1
      return [bytes]
    },
  })
  await assert.rejects(opened.client.list(), { code: 'UNSAFE' })
})

test('TstsHost tells whoever has not yet made his first call that the host was closed', async () => {
  for (const isConnected of [false, true]) {
    await using opened = open()
    const { client } = opened
    if (isConnected) await client.list()
    const listing = client.list()
    await client.close()
    await assert.rejects(listing, new TypeError('The host was closed'))
  }
})
