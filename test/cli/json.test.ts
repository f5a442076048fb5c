/** What /json prints is held against the schemas, and against the contract word by word. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { LogoffError } from '../../src/errors.ts'
import { openLab } from '../../src/host/lab/lab.ts'
import { FakeHost, opening, processOf, session } from './fake-host.ts'
import { terminal } from './terminal.ts'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { 'date-time': true } })
const validators = Object.fromEntries(
  ['sessions', 'processes', 'results'].map((name) => {
    const path = new URL(`../../schemas/${name}-1.json`, import.meta.url)
    return [`logoff/${name}/1`, ajv.compile(JSON.parse(readFileSync(path, 'utf8')))]
  }),
)

interface Failure {
  readonly code: string
  readonly native: object | null
}

/** What the tests look at in the documents; the schemas look at all of it. */
interface Document {
  readonly schema: string
  readonly hosts: { readonly sessions: { readonly user: string }[]; readonly processes: object[] }[]
  readonly results: { session: object | null; outcome: string; error: Failure | null; killed: object[] }[]
}

/** Parses the document that a command printed, and holds it against its schema. */
function documentOf(stdout: string): Document {
  assert.match(stdout, /^[^\n]*\n$/)
  const document: Document = JSON.parse(stdout)
  const validate = validators[document.schema]
  assert.ok(validate, `a schema for ${document.schema}`)
  assert.ok(validate(document), JSON.stringify(validate.errors))
  return document
}

test('the documents of a practice host match their schemas', async () => {
  await using lab = await openLab({ hosts: ['Server1'] })
  const open = async () => lab.host('Server1')
  const sessions = documentOf((await terminal('query session /json', { open })).stdout)
  assert.equal(sessions.hosts[0]?.sessions.length, 8)
  const users = documentOf((await terminal('quser /json', { open })).stdout)
  assert.equal(users.hosts[0]?.sessions.length, 6)
  const processes = documentOf((await terminal(['query', 'process', '*', '/json'], { open })).stdout)
  assert.ok((processes.hosts[0]?.processes.length ?? 0) > 12)
  const ended = documentOf((await terminal('logoff 12 /json /grace:1', { open })).stdout)
  assert.equal(ended.results[0]?.outcome, 'loggedOff')
  assert.notDeepEqual(ended.results[0]?.killed, [])
  for (const line of [
    'logoff 1 /json',
    'logoff 99 /json',
    'rwinsta 4 /json',
    'tsdiscon 9 /json',
    'msg 9 /json hello',
  ]) {
    documentOf((await terminal(line, { open })).stdout)
  }
})

test('the document of sessions is exactly that of the contract', async () => {
  const one = session({
    id: 'c7',
    name: 'ssh-tcp#c7',
    user: 'a user of more than twenty characters',
    domain: 'CORP',
    logonTime: new Date('2021-03-25T09:27:00+09:00'),
    client: { name: '', address: '::1' },
  })
  const { stdout, code } = await terminal('qwinsta /json /server:Server1', {
    open: named(new FakeHost('Server1', [one])),
  })
  assert.equal(code, 0)
  assert.equal(
    stdout,
    '{"schema":"logoff/sessions/1","hosts":[{"host":"Server1","error":null,"sessions":[{"host":"Server1","id":"c7",' +
      '"name":"ssh-tcp#c7","user":"a user of more than twenty characters","domain":"CORP","state":"active",' +
      '"nativeState":"active","kind":"ssh","logonTime":"2021-03-25T00:27:00.000Z","idleSince":null,' +
      '"client":{"name":"","address":"::1"},"current":false}]}]}\n',
  )
  documentOf(stdout)
})

test('the document of processes is exactly that of the contract', async () => {
  const running = [processOf({ sessionId: null, started: new Date(0) })]
  const { stdout } = await terminal('qprocess /server:Server1 /json *', {
    open: named(new FakeHost('Server1', [], running)),
  })
  assert.equal(
    stdout,
    '{"schema":"logoff/processes/1","hosts":[{"host":"Server1","error":null,"processes":[{"pid":4321,"name":"sleep",' +
      '"user":"alice","sessionId":null,"started":"1970-01-01T00:00:00.000Z"}]}]}\n',
  )
  documentOf(stdout)
})

test('a failure stands in the document, with its host, its code and what the host said', async () => {
  const host = new FakeHost('Server1')
  host.failure = new LogoffError(
    'ACCESS_DENIED',
    { host: 'Server1', action: 'logoff', id: '3', need: 'manage' },
    { native: { space: 'dbus', value: null, symbol: 'org.freedesktop.DBus.Error.AccessDenied' } },
  )
  const queried = documentOf((await terminal('qwinsta /json', { open: opening(host) })).stdout)
  assert.deepEqual(queried.hosts[0]?.sessions, [])
  const acted = documentOf((await terminal('logoff 3 /json', { open: opening(host) })).stdout)
  assert.deepEqual(Object.keys(acted.results[0] ?? {}), [
    'host',
    'session',
    'outcome',
    'error',
    'elapsedMs',
    'killed',
    'remaining',
  ])
  assert.equal(acted.results[0]?.session, null)
  assert.equal(acted.results[0]?.outcome, 'refused')
  assert.deepEqual(acted.results[0]?.error?.native, {
    space: 'dbus',
    value: null,
    symbol: 'org.freedesktop.DBus.Error.AccessDenied',
  })
})

test('the document is printed when nothing matched, and the exit code says so', async () => {
  const ran = await terminal('query user nobody /json', { open: opening(new FakeHost('Server1')) })
  assert.deepEqual(documentOf(ran.stdout).hosts[0]?.sessions, [])
  assert.equal(ran.code, 1)
})

test('a document stays one document with /v', async () => {
  const host = new FakeHost('Server1', [session({ id: '3' })])
  const ran = await terminal('logoff 3 /v /json', { open: opening(host) })
  assert.equal(documentOf(ran.stdout).results[0]?.outcome, 'loggedOff')
  assert.match(ran.stderr, /^Logging off session ID 3/)
})

test('what steers a terminal is escaped in a document', async () => {
  const user = '\u009b31m\u202e\u2028'
  const ran = await terminal('qwinsta /json', { open: opening(new FakeHost('Server1', [session({ user })])) })
  assert.doesNotMatch(ran.stdout.trimEnd(), /[\u0080-\u009f\u202e\u2028]/)
  assert.equal(documentOf(ran.stdout).hosts[0]?.sessions[0]?.user, user)
})

/** Opens the host by its name. */
function named(host: FakeHost) {
  return async () => host
}
