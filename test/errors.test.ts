/** The failures and their sentences. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { onDemand } from '../src/errors/on-demand.ts'
import { ENGLISH, LogoffError, type LogoffErrorCode, StatusError, sentence } from '../src/errors.ts'

const FACTS = {
  host: 'term04',
  action: 'logoff',
  id: '12',
  need: 'owner',
  text: 'alice',
  ids: ['3', '4'],
  user: 'bob',
  count: 2,
  pid: 4711,
  program: 'xmessage',
  package: 'x11-utils',
  feature: 'disconnect',
  reason: 'no route',
  seconds: 10,
  address: '10.0.0.4',
  port: 445,
  pipe: 'LSM_API_service',
  file: '/home/me/password',
  account: 'alice',
  lack: 'signing',
  refusal: 'locked',
  problem: 'key',
  line: 3,
  detail: 'rigths',
} as const

suite('Every failure', () => {
  for (const code of Object.keys(ENGLISH) as LogoffErrorCode[]) {
    test(`${code} is one sentence that names the host and fills every gap`, () => {
      const text = sentence(ENGLISH, code, FACTS, null)
      assert.match(text, /^[A-Z"]/)
      assert.doesNotMatch(text, /undefined|null|\[object|\.$|\n/)
      assert.ok(text.includes('term04'), text)
    })
  }
})

test('texts are made once, when they are first looked into', () => {
  let made = 0
  const texts = onDemand(() => {
    made += 1
    return { hello: 'hello', bye: 'bye' }
  })
  assert.equal(made, 0)
  assert.equal(texts.hello, 'hello')
  assert.ok('bye' in texts && !('other' in texts))
  assert.deepEqual(Object.entries(texts), [
    ['hello', 'hello'],
    ['bye', 'bye'],
  ])
  assert.equal(made, 1)
})

test('texts that are awaited are not made for that', async () => {
  let made = 0
  const texts = await onDemand(() => {
    made += 1
    return { hello: 'hello' }
  })
  assert.equal(made, 0)
  assert.equal(texts.hello, 'hello')
})

suite('LogoffError', () => {
  test('shows the number and the symbol of its cause', () => {
    const cause = new StatusError('kill 7', { space: 'errno', value: 1, symbol: 'EPERM' })
    const error = new LogoffError('PROCESS_NOT_FOUND', { host: 'h', text: '7' }, { cause })
    assert.equal(error.native, cause.status)
    assert.equal(error.cause, cause)
    assert.match(error.message, /\(EPERM 1\)$/)
  })

  test('shows the name alone where the peer has no numbers', () => {
    const native = { space: 'dbus', value: null, symbol: 'org.freedesktop.login1.NoSuchSession' } as const
    const error = new LogoffError('SESSION_NOT_FOUND', { host: 'h', text: '7', ids: [] }, { native })
    assert.match(error.message, /\(org\.freedesktop\.login1\.NoSuchSession\)$/)
  })

  test('has no cause where none was given', () => {
    const error = new LogoffError('NO_SESSIONS', { host: 'h' })
    assert.ok(!('cause' in error))
    assert.equal(error.native, null)
  })

  test('counts one process in the singular', () => {
    const one = new LogoffError('STILL_CLOSING', { host: 'h', id: '3', count: 1, action: 'logoff' })
    assert.match(one.message, /1 process remains/)
  })

  test('takes the facts of its code and no others', () => {
    // @ts-expect-error: the host is missing
    new LogoffError('NO_SESSIONS', {})
    // @ts-expect-error: there is no such code
    assert.throws(() => new LogoffError('NO_SUCH_CODE', { host: 'h' }), TypeError)
  })
})

suite('StatusError', () => {
  test('says what was done, what came of it, and the detail', () => {
    const error = new StatusError('open /dev/pts/1', { space: 'errno', value: 13, symbol: 'EACCES' }, 'not yours')
    assert.equal(error.message, 'open /dev/pts/1: EACCES: not yours')
  })
})
