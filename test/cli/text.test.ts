/** The texts of both languages are complete, and the locale decides between them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from '../../src/cli/text/en.ts'
import { enHelp } from '../../src/cli/text/en-help.ts'
import { ja } from '../../src/cli/text/ja.ts'
import { jaHelp } from '../../src/cli/text/ja-help.ts'
import { wantsJapanese } from '../../src/cli/text/locale.ts'
import { LogoffError } from '../../src/errors.ts'
import { FakeHost, opening, session } from './fake-host.ts'
import { terminal } from './terminal.ts'

test('the language follows LC_ALL, LC_MESSAGES and LANG, in this order', () => {
  assert.ok(wantsJapanese({ LANG: 'ja_JP.UTF-8' }))
  assert.ok(wantsJapanese({ LANG: 'ja' }))
  assert.ok(wantsJapanese({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ja_JP.eucJP' }))
  assert.ok(wantsJapanese({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'en_US', LC_ALL: 'ja_JP@x' }))
  assert.ok(wantsJapanese({ LANG: 'ja_JP.UTF-8', LC_ALL: '' }))
  assert.ok(!wantsJapanese({ LANG: 'ja_JP.UTF-8', LC_ALL: 'C' }))
  assert.ok(!wantsJapanese({ LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'de_DE.UTF-8' }))
  assert.ok(!wantsJapanese({ LANG: 'jam_JM' }))
  assert.ok(!wantsJapanese({}))
})

test('every text of both languages says something in one line without a full stop of its own', () => {
  for (const [name, texts] of Object.entries({ en, ja })) {
    for (const { path, text } of sentences(texts)) {
      assert.notEqual(text.trim(), '', `${name} ${path}`)
      assert.doesNotMatch(text, /\n|[.。]$|undefined|\[object/, `${name} ${path}`)
    }
  }
})

test('no Japanese text is left in English', () => {
  const own = new Set(['table.id', 'table.pid', 'doctor.checks.logind'])
  for (const { path, text } of [...sentences(ja), ...sentences(jaHelp)]) {
    if (own.has(path) || path.startsWith('values') || text === '') continue
    assert.match(text, /[\u3040-\u30ff\u4e00-\u9fff]/, path)
  }
})

test('both languages have the same texts', () => {
  const paths = (texts: object) => sentences(texts).map(({ path }) => path)
  assert.deepEqual(paths(ja), paths(en))
  assert.deepEqual(paths(jaHelp), paths(enHelp))
})

test('a Japanese user is told in Japanese, and a script in English', async () => {
  const host = new FakeHost('Server1', [session({ id: '3', user: 'alice' })])
  const env = { LANG: 'ja_JP.UTF-8' }
  const ran = await terminal('logoff alice /json', { env, open: opening(host) })
  assert.match(ran.stderr, /^"Server1" にセッション "alice" はありません: .*: 3\n$/)
  assert.match(JSON.parse(ran.stdout).results[0].error.message, /^No session "alice" on "Server1": that is a user/)
})

test('a failure is told with the native code behind it, in either language', async () => {
  const host = new FakeHost('Server1')
  host.failure = new LogoffError(
    'ACCESS_DENIED',
    { host: 'Server1', action: 'list', id: '', need: 'manage' },
    { native: { space: 'errno', value: 13, symbol: 'EACCES' } },
  )
  for (const env of [{}, { LANG: 'ja_JP.UTF-8' }]) {
    const ran = await terminal('query session', { env, open: opening(host) })
    assert.match(ran.stderr, /\(EACCES 13\)\n$/)
  }
})

/** All texts below `value`; those made from facts with facts that have every name. */
function sentences(value: unknown, path = ''): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value === 'function')
    return [{ path, text: String(value(facts(path), SECOND[path] ?? 'text', 'text', 'text')) }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => sentences(each, path ? `${path}.${key}` : key))
}

/** What some texts know besides their facts. */
const SECOND: Readonly<Record<string, unknown>> = { hostsFile: facts(''), 'message.answered': 'ok' }

function facts(path: string): unknown {
  const textOnly =
    /^(?:nobody|lab|password|notes|message\.title|doctor\.change|more|internal|unwritable|hostsFile)/.test(path)
  if (textOnly) return 'text'
  const lists = { ids: ['1', '2'], parts: ['/a', '/id'], words: ['user'], lines: ['l'] }
  const native = {
    action: 'logoff',
    need: 'owner',
    feature: 'watch',
    problem: 'key',
    operand: 'session',
    lack: 'signing',
    refusal: 'locked',
  }
  const words = { host: 'h', id: '3', name: 'n', user: 'u', text: 't', reason: 'r', part: '/p', spelled: 's' }
  const network = { address: 'a', port: 445, pipe: 'p', account: 'a' }
  const numbers = { ...network, count: 2, seconds: 5, least: 1, most: 9, line: 4, pid: 77 }
  const remedy = { unit: 'u', folder: 'f', mode: '0700', path: '/p', uid: 7, wanted: '0700' }
  return {
    ...remedy,
    ...lists,
    ...native,
    ...words,
    ...numbers,
    program: 'p',
    package: 'p',
    file: 'f',
    detail: 'd',
    since: 'x',
  }
}
