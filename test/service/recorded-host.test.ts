/** What one caller does stands in the journal: who, from where, on which session, what came of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LogoffError } from '../../src/errors.ts'
import { RecordedHost } from '../../src/service/recorded-host.ts'
import { FakeHost, processOf, session } from '../cli/fake-host.ts'

function recorded() {
  const host = new FakeHost('here', [session({ id: '12', user: 'bob' })], [processOf({ pid: 77, user: 'bob' })])
  const lines: string[] = []
  const journal = (level: string, line: string) => void lines.push(`${level} ${line}`)
  return { host, lines, seen: new RecordedHost(host, 'LAB\\alice from 192.0.2.7', journal) }
}

test('a log-off is told when it is asked for and when it is over', async () => {
  const { host, lines, seen } = recorded()
  await seen.logoff(host.sessions[0]!)
  assert.equal(lines[0], 'info LAB\\alice from 192.0.2.7 asks: log off session 12 of bob')
  assert.match(lines[1] ?? '', /^notice LAB\\alice from 192\.0\.2\.7: log off session 12 of bob: loggedOff after \d/)
  assert.equal(lines.length, 2)
})

test('a log-off that left something is a warning with what is left', async () => {
  const { host, lines, seen } = recorded()
  host.remaining = [processOf({})]
  await seen.logoff(host.sessions[0]!)
  assert.match(lines[1] ?? '', /^warning .*1 still running/)
})

test('every other act is told too, and the text of a message is not', async () => {
  const { host, lines, seen } = recorded()
  const [one] = host.sessions
  await seen.reset(one!)
  await seen.disconnect(one!)
  await seen.connect(one!, 'console')
  await seen.message(one!, { title: 'SECRET', text: 'SECRET', timeSeconds: 1, wait: false })
  await seen.endProcess(host.running[0]!)
  const ends = lines.filter((line) => line.startsWith('notice')).map((line) => line.replace(/^.*192\.0\.2\.7: /, ''))
  assert.match(ends[0] ?? '', /^reset session 12 of bob: reset after/)
  assert.deepEqual(ends.slice(1), [
    'disconnect session 12 of bob: done',
    'connect session 12 of bob to console: done',
    'send a message to session 12 of bob: sent',
    'end process 77 (sleep) of bob in session 1: done',
  ])
  assert.doesNotMatch(lines.join('\n'), /SECRET/)
})

test('a look is told to nobody', async () => {
  const { host, lines, seen } = recorded()
  await seen.list()
  await seen.find('12')
  await seen.details(host.sessions[0]!)
  await seen.processes()
  assert.deepEqual(lines, [])
})

test('an act that fails is told with why, and goes on to fail', async () => {
  const { host, lines, seen } = recorded()
  host.failure = new LogoffError('SESSION_UNREACHABLE', { host: 'here', id: '12' })
  await assert.rejects(seen.disconnect(host.sessions[0]!), { code: 'SESSION_UNREACHABLE' })
  assert.match(lines[1] ?? '', /^warning LAB\\alice from 192\.0\.2\.7: disconnect session 12 of bob: Session 12 /)
})

test('the host outlives what one caller does with it', async () => {
  const { host, seen } = recorded()
  await seen[Symbol.asyncDispose]()
  await seen.close()
  assert.equal(host.closed, false)
})
