/** msg: whom it reaches, where its text comes from, and what it says of the answer. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { test } from 'node:test'
import { LogoffError } from '../../src/errors.ts'
import { openLab } from '../../src/host/lab/lab.ts'
import type { Message } from '../../src/session/message.ts'
import { FakeHost, opening, session } from './fake-host.ts'
import { terminal } from './terminal.ts'

function host() {
  return new FakeHost('One', [
    session({ id: '0', name: 'services', kind: 'services' }),
    session({ id: '1', name: 'Console', user: 'carol' }),
    session({ id: '2', user: 'alice', state: 'disconnected' }),
    session({ id: '3', name: 'ssh-tcp#3', user: 'alice' }),
    session({ id: '4', user: 'bob', state: 'closing' }),
  ])
}

test('msg reaches a name, a user, an ID and everybody', async () => {
  for (const [recipient, ids] of [
    ['console', ['1']],
    ['alice', ['2', '3']],
    ['2', ['2']],
    ['*', ['1', '2', '3']],
  ] as const) {
    const one = host()
    const ran = await terminal(['msg', recipient, 'Please', 'save'], { open: opening(one) })
    assert.deepEqual(ran, { code: 0, stdout: '', stderr: '' })
    assert.deepEqual(
      one.calls,
      ids.map((id) => `message ${id} 60 false Please save`),
    )
  }
})

test("msg /v speaks in Windows' words", async () => {
  const one = host()
  const ran = await terminal('msg Console /time:5 /v Hi', { open: opening(one) })
  assert.equal(
    ran.stdout,
    'Sending message to session Console, display time 5\nAsync message sent to session Console\n',
  )
  assert.deepEqual(one.calls, ['message 1 5 false Hi'])
})

test('msg /w waits for the answer, and /v says what came of it', async () => {
  const one = host()
  one.answer = 'ok'
  const answered = await terminal('msg 1 /w /v /json Hi', { open: opening(one) })
  assert.match(answered.stderr, /\nMessage to session Console was answered: OK\n$/)
  assert.equal(JSON.parse(answered.stdout).results[0].outcome, 'answered')
  one.answer = 'timeout'
  const silent = await terminal('msg 1 /w /v Hi', { open: opening(one) })
  assert.match(silent.stdout, /\nMessage to session Console was not answered in time\n/)
  assert.deepEqual(one.calls, ['message 1 60 true Hi', 'message 1 60 true Hi'])
})

test('msg /yesno asks, waits and prints the answer', async () => {
  const one = host()
  one.answer = 'no'
  const ran = await terminal('msg 1 /yesno May this session end?', { open: opening(one) })
  assert.deepEqual([ran.code, ran.stdout], [0, 'Message to session Console was answered: No\n'])
  one.answer = 'timeout'
  const silent = await terminal('msg 1 /yesno /json Well?', { open: opening(one) })
  assert.equal(silent.stderr, 'Message to session Console was not answered in time\n')
  assert.deepEqual(one.calls, ['message 1 60 true yesNo May this session end?', 'message 1 60 true yesNo Well?'])
})

test('msg takes its text from standard input, and asks at a terminal', async () => {
  const one = host()
  const stdin = Readable.from([Buffer.from('first line\nzwölf ')]).map((chunk: Buffer) => chunk)
  assert.equal((await terminal('msg 1', { open: opening(one), stdin })).stderr, '')
  const person = Object.assign(Readable.from([Buffer.from('typed\n')]), { isTTY: true })
  const asked = await terminal('msg 1', { open: opening(one), stdin: person })
  assert.match(asked.stderr, /^Enter the message/)
  assert.deepEqual(one.calls, ['message 1 60 false first line\nzwölf ', 'message 1 60 false typed'])
})

test('msg sends no empty message', async () => {
  for (const words of [
    ['msg', '*'],
    ['msg', '*', ''],
    ['msg', '*', ' '],
  ]) {
    const ran = await terminal(words, { open: () => assert.fail('nothing is to be opened') })
    assert.deepEqual(ran, { code: 2, stdout: '', stderr: 'The message is empty\n' })
  }
})

test('an interrupt at the prompt ends msg', async () => {
  const interrupt = new AbortController()
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const stderr = {
    write(_prompt: string | Uint8Array, done: () => void) {
      done()
      setImmediate(() => interrupt.abort(new Error('interrupted')))
    },
    on() {},
    off() {},
  }
  const running = terminal('msg 1', { open: opening(host()), stdin, stderr, signal: interrupt.signal })
  assert.equal((await running).code, 130)
  assert.ok(stdin.destroyed)
})

test('msg reads its recipients from a file, one on each line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logoff-'))
  try {
    const file = join(folder, 'who')
    writeFileSync(file, 'carol\r\n\n3\nnobody\nalice\n')
    const one = host()
    const ran = await terminal(['msg', `@${file}`, 'Hi'], { open: opening(one) })
    assert.deepEqual(one.calls, ['message 1 60 false Hi', 'message 3 60 false Hi', 'message 2 60 false Hi'])
    assert.match(ran.stderr, /^No session "nobody" on "One"/)
    assert.equal(ran.code, 1)
    writeFileSync(file, '\n\n')
    assert.equal((await terminal(['msg', `@${file}`, 'Hi'])).stderr, `"${file}" names no recipient\n`)
    const missing = await terminal(['msg', `@${file}.gone`, 'Hi'])
    assert.equal(missing.stderr, `Cannot read the recipients in "${file}.gone": ENOENT\n`)
    assert.equal(missing.code, 2)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('msg says which session it could not reach, and reaches the others', async () => {
  const one = host()
  one.onCall = () => {
    if (one.calls.at(-1)?.startsWith('message 2'))
      throw new LogoffError('SESSION_UNREACHABLE', { host: 'One', id: '2' })
  }
  const ran = await terminal('msg * /v Hi', { open: opening(one) })
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /^Session 2 on "One" has neither a terminal nor a window/)
  assert.match(ran.stdout, /Async message sent to session ssh-tcp#3\n/)
})

test('a practice host is shown the message with its title', async () => {
  await using lab = await openLab({ hosts: ['Server1'] })
  const server = lab.host('Server1')
  const shown: Message[] = []
  server.events.on('message', ({ message, answer }) => {
    shown.push(message)
    answer('ok')
  })
  const env = { SUDO_USER: 'admin', TZ: 'UTC' }
  const ran = await terminal('msg alice /w /v Ende 🙂', { open: async () => server, env })
  assert.equal(ran.code, 0)
  assert.match(shown[0]?.title ?? '', /^Message from admin \d+\/\d+\/\d{4} \d+:\d\d [AP]M$/)
  assert.equal(shown[0]?.text, 'Ende 🙂')
  assert.match(ran.stdout, /Message to session rdp-tcp#12 was answered: OK\n$/)
})
