/** The procedure for ending a session, branch by branch. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LogoffError, StatusError } from '../../src/errors.ts'
import { endSession } from '../../src/session/end.ts'
import { succeeded } from '../../src/session/result.ts'
import { FakeHost, makeProcess, makeSession } from './fake-host.ts'

const session = makeSession()
const shell = makeProcess(100, 'bash')
const daemon = makeProcess(101, 'daemon')

suite('endSession()', { timeout: 30_000 }, () => {
  test('asks first, and kills nothing where that is enough', async () => {
    const host = new FakeHost(session, { processes: [shell, daemon] })
    const result = await endSession(host, session, 'logoff')
    assert.equal(result.outcome, 'loggedOff')
    assert.deepEqual(result.killed, [])
    assert.deepEqual(host.steps, ['find', 'begin', 'ask', 'gone', 'remaining', 'find', 'dispose'])
    assert.ok(succeeded(result))
  })

  test('kills what resists after the grace time, and names it', async () => {
    const host = new FakeHost(session, { processes: [shell, daemon], yields: ({ pid }) => pid === 100 })
    const result = await endSession(host, session, 'logoff', { graceMs: 5 })
    assert.equal(result.outcome, 'loggedOff')
    assert.deepEqual(result.killed, [daemon])
    assert.deepEqual(host.steps.slice(2), ['ask', 'gone', 'remaining', 'kill', 'gone', 'remaining', 'find', 'dispose'])
  })

  test('gives the whole grace time before it kills', async () => {
    const host = new FakeHost(session, { processes: [daemon], yields: () => false })
    const result = await endSession(host, session, 'logoff', { graceMs: 60 })
    assert.ok(result.elapsedMs >= 59, `${result.elapsedMs} ms`)
  })

  test('kills at once and does not ask when it resets', async () => {
    const host = new FakeHost(session, { processes: [shell] })
    const result = await endSession(host, session, 'reset')
    assert.equal(result.outcome, 'reset')
    assert.deepEqual(result.killed, [shell])
    assert.ok(!host.steps.includes('ask'))
  })

  test('says that a session which is not there was already gone, and begins nothing', async () => {
    const host = new FakeHost(session, { found: [null] })
    const result = await endSession(host, session, 'logoff')
    assert.equal(result.outcome, 'alreadyGone')
    assert.deepEqual(host.steps, ['find'])
    assert.ok(succeeded(result))
  })

  test('refuses an ID that has come to mean another logon, and begins nothing', async () => {
    for (const change of [{ user: 'bob' }, { logonTime: new Date(0) }]) {
      const host = new FakeHost(session, { found: [makeSession(change)] })
      const result = await endSession(host, session, 'logoff')
      assert.equal(result.outcome, 'refused')
      assert.equal(result.error?.code, 'SESSION_CHANGED')
      assert.deepEqual(host.steps, ['find'])
    }
  })

  test('refuses what the rules forbid without asking the host', async () => {
    const console = makeSession({ kind: 'console', name: 'console' })
    const host = new FakeHost(console)
    const result = await endSession(host, console, 'logoff')
    assert.equal(result.outcome, 'refused')
    assert.equal(result.error?.code, 'CONSOLE_SESSION')
    assert.deepEqual(host.steps, [])
  })

  test('refuses a session that has become the console since it was listed', async () => {
    const host = new FakeHost(session, { found: [makeSession({ kind: 'console', name: 'console' })] })
    const result = await endSession(host, session, 'logoff')
    assert.equal(result.error?.code, 'CONSOLE_SESSION')
    assert.ok(!host.steps.includes('begin'))
  })

  test('never calls a session logged off of which a process is left', async () => {
    const stubborn = {
      processes: [shell, daemon],
      yields: () => false,
      dies: ({ pid }: { pid: number }) => pid === 100,
    }
    const failing = { gone: new LogoffError('CONNECTION_LOST', { host: 'fake', reason: 'reset' }) }
    const result = await endSession(new FakeHost(session, { ...stubborn, failing }), session, 'logoff', { graceMs: 1 })
    assert.equal(result.outcome, 'stillClosing')
    assert.deepEqual(result.remaining, [shell, daemon])
    assert.ok(!succeeded(result))
  })

  test('gives up on what outlives the kill, and says what it is', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] })
    const host = new FakeHost(session, {
      processes: [shell, daemon],
      yields: () => false,
      dies: ({ pid }) => pid === 100,
    })
    const ending = endSession(host, session, 'logoff')
    for (const step of ['ask', 'kill'] as const) {
      while (host.steps.at(-1) !== 'gone' || !host.steps.includes(step)) await new Promise(setImmediate)
      context.mock.timers.tick(10_000)
    }
    const result = await ending
    assert.equal(result.outcome, 'stillClosing')
    assert.deepEqual(result.remaining, [daemon])
    assert.deepEqual(result.killed, [shell])
    assert.match(result.error?.message ?? '', /1 process remains/)
  })

  test('never calls a session logged off that the host still lists', async () => {
    const host = new FakeHost(session, { processes: [shell], found: [session] })
    const result = await endSession(host, session, 'logoff')
    assert.equal(result.outcome, 'stillClosing')
    assert.equal(result.error?.code, 'STILL_CLOSING')
  })

  test('takes another logon under the same ID for the end of this one', async () => {
    const host = new FakeHost(session, { processes: [shell], found: [session, makeSession({ user: 'bob' })] })
    assert.equal((await endSession(host, session, 'logoff')).outcome, 'loggedOff')
  })

  test('does not look for its own session in the list, since it still holds it', async () => {
    const own = makeSession({ current: true })
    const host = new FakeHost(own, { processes: [shell], found: [own] })
    assert.equal((await endSession(host, own, 'logoff')).outcome, 'loggedOff')
    assert.equal(host.steps.filter((step) => step === 'find').length, 1)
  })

  test('reports a refusal by the host, with what it said', async () => {
    const cause = new StatusError('kill 100', { space: 'errno', value: 1, symbol: 'EPERM' })
    const denied = new LogoffError(
      'ACCESS_DENIED',
      { host: 'fake', action: 'logoff', id: '12', need: 'owner' },
      { cause },
    )
    for (const failing of [{ begin: denied }, { ask: denied }]) {
      const host = new FakeHost(session, { processes: [shell], failing })
      const result = await endSession(host, session, 'logoff')
      assert.equal(result.outcome, 'refused')
      assert.equal(result.error, denied)
      assert.equal(result.error.native?.symbol, 'EPERM')
      assert.deepEqual(result.remaining, [])
    }
  })

  test('says what remains when the host fails after it was asked', async () => {
    const lost = new LogoffError('CONNECTION_LOST', { host: 'fake', reason: 'reset' })
    const behaviour = { processes: [shell], yields: () => false, failing: { kill: lost } }
    const result = await endSession(new FakeHost(session, behaviour), session, 'logoff', { graceMs: 1 })
    assert.equal(result.outcome, 'stillClosing')
    assert.equal(result.error, lost)
    assert.deepEqual(result.remaining, [shell])
  })

  test('reports a failure, not success, when it cannot see any more what remains', async () => {
    const lost = new LogoffError('CONNECTION_LOST', { host: 'fake', reason: 'reset' })
    const result = await endSession(
      new FakeHost(session, { processes: [shell], failing: { gone: lost, remaining: lost } }),
      session,
      'logoff',
    )
    assert.equal(result.outcome, 'failed')
    assert.equal(result.error, lost)
  })

  test('rejects with the reason of an abort, and cleans up', async () => {
    const abort = new AbortController()
    const host = new FakeHost(session, { processes: [shell], yields: () => false })
    const ending = endSession(host, session, 'logoff', { signal: abort.signal })
    const reason = new Error('interrupted')
    setImmediate(() => abort.abort(reason))
    await assert.rejects(ending, (error) => error === reason)
    assert.equal(host.steps.at(-1), 'dispose')
    assert.ok(!host.steps.includes('kill'))
  })

  test('touches nothing when it is aborted before it begins', async () => {
    const reason = new Error('interrupted')
    const host = new FakeHost(session, { failing: { find: reason } })
    await assert.rejects(
      endSession(host, session, 'logoff', { signal: AbortSignal.abort(reason) }),
      (e) => e === reason,
    )
    assert.ok(!host.steps.includes('begin'))
  })

  test('lets a mistake of ours through as it is', async () => {
    const mistake = new TypeError('x is not a function')
    const host = new FakeHost(session, { failing: { begin: mistake } })
    await assert.rejects(endSession(host, session, 'logoff'), (error) => error === mistake)
  })

  test('passes the notes of the host on', async () => {
    const host = new FakeHost(session, { processes: [shell], notes: ['lingering'] })
    assert.deepEqual((await endSession(host, session, 'logoff')).notes, ['lingering'])
  })
})
