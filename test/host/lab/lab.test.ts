/** The practice host: sessions in this process, whose processes are real. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import { LogoffError } from '../../../src/errors.ts'
import type { LabHost } from '../../../src/host/lab/host.ts'
import { type Lab, openLab } from '../../../src/host/lab/lab.ts'
import type { LabSession } from '../../../src/host/lab/seed.ts'
import { readEnviron } from '../../../src/linux/proc.ts'
import { findProcess } from '../../../src/linux/processes.ts'
import { sendSignal } from '../../../src/linux/signal.ts'
import type { Message } from '../../../src/session/message.ts'
import type { Session } from '../../../src/session/session.ts'

const skip = process.platform !== 'linux' && 'Needs Linux'
const message: Message = { title: 'Note', text: 'Save your work', timeSeconds: 60, wait: false }
const alice: LabSession = { id: '3', name: 'rdp-tcp#3', user: 'alice', state: 'active', kind: 'rdp', client: 'PC3' }
const bob: LabSession = { id: '4', name: 'TERM04', user: 'bob', state: 'active', kind: 'rdp', client: 'TERM04' }

const few = (): Promise<Lab> => openLab({ hosts: ['Server1'], sessions: [alice, bob] })

async function sessionOf(host: LabHost, id: string): Promise<Session> {
  const session = (await host.list()).find((each) => each.id === id)
  assert.ok(session, `session ${id} of ${host.name}`)
  return session
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof LogoffError) return error.code
    throw error
  }
  assert.fail('nothing was refused')
}

suite('A practice host', { skip, timeout: 60_000 }, () => {
  test('finds a session alone, and knows when its client came and left', async () => {
    await using lab = await openLab({ hosts: ['Server1'] })
    const host = lab.host('Server1')
    const alice = await host.find('12')
    assert.ok(alice)
    const before = await host.details(alice)
    assert.deepEqual([before.locked, before.connectTime, before.disconnectTime], [false, alice.logonTime, null])
    await host.disconnect(alice)
    assert.ok((await host.details(alice)).disconnectTime)
    assert.equal((await host.find('12'))?.state, 'disconnected')
    assert.equal(await host.find('99'), null)
  })

  test('has the sessions that a person expects on a session host', async () => {
    await using lab = await openLab()
    assert.deepEqual(
      lab.hosts.map(({ name }) => name),
      ['Server1', 'Server2'],
    )
    for (const host of lab.hosts) {
      const sessions = await host.list()
      const named = (name: string) => sessions.find((session) => session.name === name)
      assert.equal(named('console')?.state, 'active')
      assert.equal(named('TERM04')?.state, 'active')
      assert.equal(named('rdp-tcp')?.state, 'listening')
      assert.equal((await sessionOf(host, '0')).kind, 'services')
      assert.equal((await sessionOf(host, '12')).user, 'alice')
      assert.ok(sessions.some(({ state, name }) => state === 'disconnected' && name === ''))
      assert.ok(sessions.some(({ user }) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(user)))
    }
    const current = (await Promise.all(lab.hosts.map((host) => host.list()))).flat().filter((each) => each.current)
    assert.deepEqual(
      current.map(({ host }) => host),
      ['Server1'],
    )
  })

  test('is found whatever the case of its name, and says which there are', async () => {
    await using lab = await few()
    assert.equal(lab.host('SERVER1'), lab.hosts[0])
    assert.throws(() => lab.host('Server9'), /Server1/)
  })

  test('owns real processes: a leader, a child, one that ignores SIGTERM and a daemon outside', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    const processes = await host.processes({ session: await sessionOf(host, '3') })
    assert.equal(processes.length, 4)
    assert.ok(processes.every(({ user, sessionId }) => user === 'alice' && sessionId === '3'))
    const byName = new Map(processes.map(({ name, pid }) => [name, findProcess(pid)!]))
    const [leader, child, daemon] = ['desktop', 'editor', 'sync-agent'].map((name) => byName.get(name)!)
    assert.equal(child!.parent, leader!.pid)
    assert.notEqual(daemon!.parent, leader!.pid)
    assert.notEqual(daemon!.processSession, leader!.processSession)
    assert.notEqual(daemon!.processSession, daemon!.pid)
    assert.equal(byName.get('unsaved-work')!.parent, leader!.pid)
  })

  test('ends a session with all its processes and no other', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    const session = await sessionOf(host, '3')
    const before = await host.processes()
    const result = await host.logoff(session, { graceMs: 100 })
    assert.equal(result.outcome, 'loggedOff')
    assert.deepEqual(
      result.killed.map(({ name }) => name),
      ['unsaved-work'],
    )
    assert.deepEqual(
      (await host.list()).map(({ id }) => id),
      ['4'],
    )
    for (const { pid, sessionId } of before) assert.equal(findProcess(pid) !== null, sessionId === '4', `${pid}`)
  })

  test('kills at once when it resets', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    const result = await host.reset(await sessionOf(host, '4'))
    assert.equal(result.outcome, 'reset')
    assert.equal(result.killed.length, 4)
  })

  test('ends also what was started in the session later and hides from the list', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    const [leader] = await host.processes({ session: await sessionOf(host, '3') })
    const mark = readEnviron(leader!.pid)!.get('LOGOFF_LAB_SESSION')!
    const late = spawn('sleep', ['600'], { env: { PATH: process.env.PATH, LOGOFF_LAB_SESSION: mark }, stdio: 'ignore' })
    await once(late, 'spawn')
    const ended = once(late, 'exit')
    await host.logoff(await sessionOf(host, '3'), { graceMs: 50 })
    assert.deepEqual((await ended)[1], 'SIGKILL')
  })

  test('refuses the console, the services and the listener', async () => {
    await using lab = await openLab({ hosts: ['Server1'] })
    const host = lab.host('Server1')
    const codes = ['1', '0', '65536'].map(async (id) => (await host.logoff(await sessionOf(host, id))).error?.code)
    assert.deepEqual(await Promise.all(codes), ['CONSOLE_SESSION', 'PROTECTED_SESSION', 'PROTECTED_SESSION'])
  })

  test('deletes a session whose processes have all been ended one by one', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    const events = host.watch()[Symbol.asyncIterator]()
    const next = events.next()
    for (const process of await host.processes({ session: await sessionOf(host, '3') })) await host.endProcess(process)
    assert.deepEqual((await next).value, { type: 'ended', id: '3' })
    assert.deepEqual(
      (await host.list()).map(({ id }) => id),
      ['4'],
    )
    await events.return?.()
  })

  test('does not end a process that is none of its own', async () => {
    await using lab = await few()
    const own = { pid: process.pid, name: 'node', user: 'x', sessionId: null, started: null }
    assert.equal(await refusalOf(lab.host('Server1').endProcess(own)), 'PROCESS_NOT_FOUND')
  })

  test('shows a message to whoever looks, and takes the answer', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    const session = await sessionOf(host, '4')
    host.events.on('message', (shown) => shown.answer(shown.message.text === message.text ? 'ok' : 'timeout'))
    assert.equal(await host.message(session, { ...message, wait: true }), 'ok')
    assert.equal(await host.message(session, message), 'sent')
  })

  test('lets a message time out that nobody answers', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    const waiting = host.message(await sessionOf(host, '4'), { ...message, timeSeconds: 0.01, wait: true })
    assert.equal(await waiting, 'timeout')
  })

  test('cannot show a message to the services', async () => {
    await using lab = await openLab({ hosts: ['Server1'] })
    const host = lab.host('Server1')
    assert.equal(await refusalOf(host.message(await sessionOf(host, '0'), message)), 'SESSION_UNREACHABLE')
  })

  test('disconnects a session, which then has no name and can still be ended by its ID', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    await host.disconnect(await sessionOf(host, '4'))
    const session = await sessionOf(host, '4')
    assert.deepEqual([session.state, session.name], ['disconnected', ''])
    assert.equal((await host.logoff(session, { graceMs: 10 })).outcome, 'loggedOff')
  })

  test('connects a session to the client of another, which is disconnected', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    await host.connect(await sessionOf(host, '3'), 'term04')
    const [first, second] = [await sessionOf(host, '3'), await sessionOf(host, '4')]
    assert.deepEqual([first.name, first.client?.name, second.state], ['TERM04', 'TERM04', 'disconnected'])
    assert.equal(await refusalOf(host.connect(first, 'nowhere')), 'SESSION_NOT_FOUND')
  })

  test('rejects with the reason of an abort', async () => {
    await using lab = await few()
    const host = lab.host('Server1')
    const abort = new AbortController()
    const next = host.watch({ signal: abort.signal })[Symbol.asyncIterator]().next()
    abort.abort('enough')
    await assert.rejects(next, (error) => error === 'enough')
    await assert.rejects(host.list({ signal: abort.signal }), (error) => error === 'enough')
  })

  test('leaves nothing running when it is closed, also twice', async () => {
    const lab = await few()
    const processes = await lab.host('Server1').processes()
    await Promise.all([lab.close(), lab.close()])
    assert.deepEqual(
      processes.filter(({ pid }) => findProcess(pid) !== null),
      [],
    )
  })

  test('leaves nothing running when its own process is killed', async () => {
    const source = `
      import { openLab } from ${JSON.stringify(new URL('../../../src/host/lab/lab.ts', import.meta.url).href)}
      openLab({ hosts: ['Server1'] }).then(async (lab) => {
        const processes = await lab.host('Server1').processes()
        console.log(processes.map(({ pid }) => pid).join(' '))
      })`
    const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(holder.stdout, 'data')
    const pids = String(line).trim().split(' ').map(Number)
    assert.equal(pids.length, 24)
    assert.ok(pids.every((pid) => findProcess(pid) !== null))
    assert.ok(sendSignal(holder.pid!, 'SIGKILL'))
    const deadline = AbortSignal.timeout(20_000)
    while (pids.some((pid) => findProcess(pid) !== null)) {
      deadline.throwIfAborted()
      await new Promise(setImmediate)
    }
  })

  test('ends many sessions at once', async () => {
    const sessions = Array.from({ length: 60 }, (_, index) => ({
      ...alice,
      id: String(index + 1),
      name: `rdp-tcp#${index + 1}`,
    }))
    await using lab = await openLab({ hosts: ['Server1'], sessions })
    const host = lab.host('Server1')
    const results = await Promise.all((await host.list()).map((session) => host.logoff(session, { graceMs: 100 })))
    assert.deepEqual(new Set(results.map(({ outcome }) => outcome)), new Set(['loggedOff']))
    assert.deepEqual(await host.list(), [])
  })
})
