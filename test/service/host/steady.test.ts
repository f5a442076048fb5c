/** A host whose logind is restarted, as its callers see it. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LogoffError } from '../../../src/errors.ts'
import { SharedRead } from '../../../src/service/host/shared-read.ts'
import { Steady } from '../../../src/service/host/steady.ts'
import { steadyWatch } from '../../../src/service/host/steady-watch.ts'
import type { SessionEvent } from '../../../src/session/host.ts'
import { FakeMachine, session } from './fake-host.ts'

const deadline = { timeout: 10_000 }

suite('Steady', deadline, () => {
  test('connects once, and again after the connection was lost', async () => {
    const machine = new FakeMachine()
    machine.sessions = [session('1')]
    await using steady = new Steady(async () => machine.open())
    for (let times = 0; times < 2; times += 1) await steady.repeat((host) => host.list())
    machine.restart()
    assert.equal((await steady.repeat((host) => host.list())).length, 1)
    assert.deepEqual(machine.calls, ['open', 'list', 'list', 'list', 'open', 'list'])
  })

  test('waits for what is away for a moment', async () => {
    const machine = new FakeMachine()
    machine.isUp = false
    await using steady = new Steady(async () => {
      machine.isUp = machine.calls.length >= 3
      return machine.open()
    })
    assert.deepEqual(await steady.repeat((host) => host.list()), [])
    assert.deepEqual(machine.calls, ['open', 'open', 'open', 'open', 'list'])
  })

  test('does nothing again that failed for another reason', async () => {
    const machine = new FakeMachine()
    await using steady = new Steady(async () => machine.open())
    const denied = new LogoffError('ACCESS_DENIED', { host: 'here', action: 'list', id: '', need: 'manage' })
    let times = 0
    const work = async () => {
      times += 1
      throw denied
    }
    await assert.rejects(steady.repeat(work), denied)
    assert.equal(times, 1)
  })

  test('gives up waiting when the caller does, with the caller’s reason', async () => {
    const machine = new FakeMachine()
    machine.isUp = false
    await using steady = new Steady(async () => machine.open())
    const caller = new AbortController()
    const waiting = steady.repeat((host) => host.list(), { signal: caller.signal })
    const reason = new Error('I go')
    setImmediate(() => caller.abort(reason))
    await assert.rejects(waiting, reason)
  })

  test('takes no other kind of host for the machine’s while logind is away', async () => {
    const machine = new FakeMachine()
    let opened = 0
    await using steady = new Steady(async () => {
      opened += 1
      const host = machine.open()
      return opened === 2 ? Object.defineProperty(host, 'kind', { value: 'posix' }) : host
    })
    await steady.repeat((host) => host.list())
    machine.restart()
    const kind = await steady.repeat(async (host) => {
      await host.list()
      return host.kind
    })
    assert.equal(kind, 'logind')
    assert.equal(opened, 3)
  })

  test('does nothing more once it is closed', async () => {
    const machine = new FakeMachine()
    const steady = new Steady(async () => machine.open())
    await steady.repeat((host) => host.list())
    await steady.close()
    await steady.close()
    await assert.rejects(
      steady.repeat((host) => host.list()),
      /The host was closed/,
    )
  })
})

suite('steadyWatch()', deadline, () => {
  test('goes on after a restart and tells what happened meanwhile', async () => {
    const machine = new FakeMachine()
    machine.sessions = [session('1'), session('2'), session('3'), session('4')]
    await using steady = new Steady(async () => machine.open())
    const events = steadyWatch(steady, {})
    const told: SessionEvent[] = []
    const next = async () => {
      const { value } = await events.next()
      if (value) told.push(value)
    }

    const first = next()
    while (machine.calls.length < 3) await new Promise((resolve) => setImmediate(resolve))
    machine.sessions.push(session('5'))
    machine.emit({ type: 'created', id: '5' })
    await first

    machine.sessions = [
      ...[session('1'), session('3', { state: 'closing' }), session('4', { logonTime: new Date(9_000) })],
      ...[session('5'), session('6')],
    ]
    machine.restart()
    for (let count = 0; count < 6; count += 1) await next()
    assert.deepEqual(
      told.map(({ type, id }) => `${type} ${id}`),
      ['created 5', 'ended 2', 'ended 4', 'created 4', 'created 6', 'changed 3', 'changed 5'],
    )
    const last = next()
    while (machine.calls.filter((each) => each === 'list').length < 4)
      await new Promise((resolve) => setImmediate(resolve))
    machine.emit({ type: 'created', id: '6' })
    machine.emit({ type: 'ended', id: '6' })
    await last
    assert.deepEqual(told.at(-1), { type: 'ended', id: '6' }, 'what the list has told already is not told again')
    await events.return()
  })

  test('ends with the reason of an abort', async () => {
    const machine = new FakeMachine()
    await using steady = new Steady(async () => machine.open())
    const over = new AbortController()
    const waiting = steadyWatch(steady, { signal: over.signal }).next()
    while (machine.calls.length < 3) await new Promise((resolve) => setImmediate(resolve))
    const reason = new Error('enough')
    over.abort(reason)
    await assert.rejects(waiting, reason)
  })
})

suite('SharedRead', () => {
  test('gives each caller what was read after he asked, in as few reads as that takes', async () => {
    const answers: ((value: number) => void)[] = []
    const shared = new SharedRead(() => new Promise<number>((resolve) => answers.push(resolve)))
    const first = shared.get()
    const later = [shared.get(), shared.get(), shared.get()]
    assert.equal(answers.length, 1)
    answers[0]?.(1)
    assert.equal(await first, 1)
    while (answers.length < 2) await Promise.resolve()
    answers[1]?.(2)
    assert.deepEqual(await Promise.all(later), [2, 2, 2])
    const last = shared.get()
    answers[2]?.(3)
    assert.equal(await last, 3)
  })

  test('reads again for those who wait when a read fails', async () => {
    let times = 0
    const shared = new SharedRead(async () => {
      times += 1
      if (times === 1) throw new Error('the first')
      return times
    })
    const first = shared.get()
    const second = shared.get()
    await assert.rejects(first, /the first/)
    assert.equal(await second, 2)
  })
})
