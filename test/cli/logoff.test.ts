/** logoff and what it says, against practice hosts inside the test. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Lab, openLab } from '../../src/host/lab/lab.ts'
import type { Target } from '../../src/host/target.ts'
import type { ConnectOptions, SessionHost } from '../../src/session/host.ts'
import type { Process } from '../../src/session/process.ts'
import type { Session } from '../../src/session/session.ts'
import { FakeHost, opening, processOf, session } from './fake-host.ts'
import { terminal } from './terminal.ts'

/** Opens the lab's hosts by their names, and the first for this machine. */
function openIn(lab: Lab) {
  return async ({ name, transport }: Target) => (transport === 'local' ? lab.hosts[0]! : lab.host(name))
}

async function isListed(lab: Lab, host: string, id: string): Promise<boolean> {
  return (await lab.host(host).list()).some((each) => each.id === id)
}

/** Whether a process is there and more than an entry that its parent has not taken back yet. */
function isAlive({ pid }: Process): boolean {
  const status = `/proc/${pid}/status`
  return existsSync(status) && !/^State:\t[ZX]/m.test(readFileSync(status, 'utf8'))
}

test('logoff ends a session by its ID, all its processes too, and says nothing', async () => {
  await using lab = await openLab()
  const [alice] = (await lab.host('Server1').list()).filter(({ id }) => id === '12')
  const before = await lab.host('Server1').processes({ session: alice })
  const ran = await terminal('logoff 12 /grace:1', { open: openIn(lab) })
  assert.deepEqual(ran, { code: 0, stdout: '', stderr: '' })
  assert.equal(await isListed(lab, 'Server1', '12'), false)
  assert.ok(before.length > 1)
  assert.deepEqual(before.filter(isAlive), [])
})

test('logoff ends a session of another host by its name, and /v tells what happened', async () => {
  await using lab = await openLab()
  const ran = await terminal('logoff term04 /server:Server1 /v', { open: openIn(lab) })
  assert.equal(ran.code, 0)
  assert.equal(ran.stderr, '')
  const [announced, done, ...killed] = ran.stdout.trimEnd().split('\n')
  assert.equal(announced, 'Logging off session ID 4 on "Server1", of user "bob"')
  assert.match(done ?? '', /^Session ID 4 on "Server1" logged off in \d+\.\d s$/)
  assert.ok(killed.length > 0)
  for (const line of killed) {
    assert.match(line, /^Killed: process \d+ \(.+\) of "bob", since .+$/)
  }
  assert.equal(await isListed(lab, 'Server1', '4'), false)
  assert.equal(await isListed(lab, 'Server2', '4'), true)
})

test('logoff without a session ends the current one, in which this command runs', async () => {
  await using lab = await openLab()
  const ran = await terminal('logoff /v', { open: openIn(lab) })
  assert.equal(ran.code, 0)
  assert.match(ran.stdout, /^Logging off session ID 2 on "Server1", of user "admin"\n/)
  assert.equal(await isListed(lab, 'Server1', '2'), false)
})

test('logoff refuses what is never logged off', async () => {
  await using lab = await openLab()
  for (const [line, sentence] of [
    ['logoff 1', /^Session 1 is the console session of "Server1" and cannot be logged off from another session/],
    ['logoff CONSOLE', /^Session 1 is the console session/],
    ['logoff 0', /^Session 0 on "Server1" belongs to the system/],
    ['logoff 65536', /^Session 65536 on "Server1" belongs to the system/],
    ['logoff alice', /^No session "alice" on "Server1": that is a user; name one of the user's session IDs: 12\n$/],
    ['logoff 77', /^No session "77" on "Server1"; see the names and IDs there/],
  ] as const) {
    const ran = await terminal(line, { open: openIn(lab) })
    assert.equal(ran.code, 1, line)
    assert.match(ran.stderr, sentence)
    assert.equal(ran.stdout, '')
  }
  assert.equal((await lab.host('Server1').list()).length, 8)
})

test('logoff without a session is refused for another host, before anything is reached', async () => {
  const open = () => assert.fail('nothing is to be opened')
  const ran = await terminal('logoff /server:Server2', { open })
  assert.deepEqual(ran, {
    code: 2,
    stdout: '',
    stderr: '"Server2" is another machine and has no current session; name a session\n',
  })
})

test('logoff says that a machine has no sessions', async () => {
  for (const line of ['logoff', 'logoff 3', 'tsdiscon', 'msg * hello']) {
    const ran = await terminal(line, { open: opening(new FakeHost('here')) })
    assert.equal(ran.code, 1)
    assert.match(ran.stderr, /^No session exists on "here"; nobody is logged on there/)
  }
})

test('logoff acts on several hosts, each failing for itself', async () => {
  const [one, two] = ['One', 'Two'].map((name) => new FakeHost(name, [session({ id: '5' })]))
  assert.ok(one && two)
  const ran = await terminal('logoff 5 /server:One,Gone,Two /json /grace:3', { open: opening(one, two) })
  const { results } = JSON.parse(ran.stdout)
  assert.deepEqual(
    results.map(({ host, outcome }: { host: string; outcome: string }) => [host, outcome]),
    [
      ['One', 'loggedOff'],
      ['Gone', 'failed'],
      ['Two', 'loggedOff'],
    ],
  )
  assert.equal(ran.code, 1)
  assert.equal(ran.stderr, 'Cannot reach "Gone": no route; check its name, its network and that it is up\n')
  assert.deepEqual([one.calls, two.calls], [['logoff 5 3000'], ['logoff 5 3000']])
  assert.ok(one.closed && two.closed)
})

test('logoff shows the processes that remain when a session could not be ended', async () => {
  const host = new FakeHost('here', [session({ id: '5', user: 'alice' })])
  const left = processOf({ pid: 77, name: 'dd', started: new Date(Date.UTC(2021, 2, 25, 9, 27)) })
  host.remaining = [left]
  const ran = await terminal('logoff 5', { open: opening(host) })
  assert.equal(ran.code, 1)
  assert.match(
    ran.stderr,
    /^Session 5 on "here" has not ended: 1 process remains.*\nStill running: process 77 \(dd\) of "alice", since 3\/25\/2021 9:27 AM\n$/,
  )
})

test('the end of the own session is announced before it begins, and is not cut short by its signals', async () => {
  const seen: string[] = []
  const host = new FakeHost('here', [session({ id: '5', user: 'alice', current: true })])
  const before = process.listenerCount('SIGHUP')
  host.onCall = () => {
    seen.push('ends')
    process.kill(process.pid, 'SIGHUP')
    process.kill(process.pid, 'SIGTERM')
  }
  const stdout = {
    write(data: string | Uint8Array, done: () => void) {
      seen.push(String(data).slice(0, 11))
      setImmediate(done)
    },
    on() {},
    off() {},
  }
  assert.equal((await terminal('logoff /v', { open: opening(host), stdout })).code, 0)
  assert.deepEqual(seen, ['Logging off', 'ends', 'Session ID '])
  assert.equal(process.listenerCount('SIGHUP'), before)
})

test('a terminal that is gone does not stop the log-off', async () => {
  const host = new FakeHost('here', [session({ id: '5', current: true })])
  for (const code of ['EIO', 'EPIPE']) {
    const gone = {
      write: (_data: string | Uint8Array, done: (error: Error) => void) =>
        done(Object.assign(new Error(code), { code })),
      on() {},
      off() {},
    }
    assert.equal((await terminal('logoff /v', { open: opening(host), stdout: gone, stderr: gone })).code, 0)
  }
  assert.equal(host.calls.length, 2)
})

test('an interrupt ends with 130 and reaches the host', async () => {
  const interrupt = new AbortController()
  const host = new FakeHost('here', [session({ id: '5' })])
  host.onCall = () => {
    interrupt.abort(new Error('interrupted'))
    throw interrupt.signal.reason
  }
  const ran = await terminal('logoff 5', { open: opening(host), signal: interrupt.signal })
  assert.deepEqual(ran, { code: 130, stdout: '', stderr: '' })
})

test('a mistake of our own is one sentence, and its stack only for who asks', async () => {
  const open = async () => {
    throw new TypeError('no such thing')
  }
  const ran = await terminal('logoff 5', { open })
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /^Internal error: no such thing; [^\n]*\n$/)
  const debugged = await terminal('logoff 5', { open, env: { NODE_DEBUG: 'net,LOGOFF' } })
  assert.match(debugged.stderr, /\n {4}at /)
})

test('rwinsta kills at once, the console session too', async () => {
  await using lab = await openLab()
  const ran = await terminal('tsctl reset session console /v', { open: openIn(lab) })
  assert.equal(ran.code, 0)
  assert.match(ran.stdout, /^Resetting session ID 1 on "Server1", of user "carol"\nSession ID 1 on "Server1" reset in/)
  assert.equal(await isListed(lab, 'Server1', '1'), false)
  assert.equal((await terminal('rwinsta 65536', { open: openIn(lab) })).code, 1)
})

test('tsdiscon leaves the programs of a session running', async () => {
  await using lab = await openLab()
  const ran = await terminal('tsdiscon 12 /v', { open: openIn(lab) })
  assert.equal(ran.code, 0)
  assert.match(ran.stdout, /^Disconnecting .*\nSession ID 12 on "Server1" disconnected in 0\.\d s\n$/)
  const alice = (await lab.host('Server1').list()).find(({ id }) => id === '12')
  assert.equal(alice?.state, 'disconnected')
  assert.ok((await lab.host('Server1').processes({ session: alice })).length > 1)
  assert.match((await terminal('tsdiscon 1', { open: openIn(lab) })).stderr, /^Not possible on "Server1"/)
})

test('tscon brings a session to the current client, or to the one named', async () => {
  await using lab = await openLab()
  assert.equal((await terminal('tscon 12', { open: openIn(lab) })).code, 0)
  const names = async () => new Map((await lab.host('Server1').list()).map(({ id, name }) => [id, name]))
  assert.deepEqual([(await names()).get('12'), (await names()).get('2')], ['rdp-tcp#2', ''])
  assert.equal((await terminal('tscon 5 /dest:console /v', { open: openIn(lab) })).code, 0)
  assert.equal((await names()).get('5'), 'console')
})

test('tscon asks for a password only where the host wants it, and only on a terminal', async () => {
  const host = new FakeHost('Server1', [session({ id: '12', user: 'alice' }), session({ id: '2', current: true })])
  const wanting: SessionHost = new Proxy(host, {
    get: (target, name) =>
      name === 'connect'
        ? async (_session: Session, _to: string, { password }: ConnectOptions) => void (await password?.())
        : Reflect.get(target, name),
  })
  const open = async () => wanting
  assert.equal((await terminal('tscon 12 /dest:console', { open })).code, 0)
  const ran = await terminal(['tscon', '12', '/dest:console', '/password:*'], { open })
  assert.deepEqual([ran.code, ran.stderr], [2, '"/password:*" asks on a terminal, and there is none\n'])
})

test('tscon takes no password for a session of these hosts, and says so', async () => {
  await using lab = await openLab()
  const ran = await terminal(['tscon', '12', '/password:*'], { open: openIn(lab) })
  assert.match(ran.stderr, /^Not possible on "Server1": .*leave out \/password\n$/)
  assert.equal(ran.code, 1)
})
