/** What a machine knows of its logins besides their processes. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { terminalsOf } from '../../../src/host/posix/facts.ts'
import { findLogins } from '../../../src/host/posix/login.ts'
import { ProcessTree } from '../../../src/host/posix/tree.ts'
import { parseUtmp } from '../../../src/host/posix/utmp.ts'
import { differences, watchSessions } from '../../../src/host/posix/watch.ts'
import { makeSession } from '../../session/fake-host.ts'
import { makeProcess, readFixture, readProcessTable } from './recorded.ts'

suite('parseUtmp()', () => {
  const recorded = Buffer.from(readFixture('utmp-openssh-9.2.hex').join(' ').replaceAll(' ', ''), 'hex')

  test('reads who sits where', () => {
    assert.deepEqual(parseUtmp(recorded), [
      { pid: 72, terminal: 'pts/0', host: '10.213.5.1' },
      { pid: 94, terminal: 'pts/1', host: '10.213.5.1' },
    ])
  })
  test('leaves out who has left', () => {
    const left = Buffer.from(recorded)
    left.writeInt16LE(8, 0)
    assert.deepEqual(
      parseUtmp(left).map(({ pid }) => pid),
      [94],
    )
  })
  test('reads nothing from a file of another form', () => {
    assert.deepEqual(parseUtmp(recorded.subarray(0, 400)), [])
    assert.deepEqual(parseUtmp(Buffer.alloc(0)), [])
  })
})

suite('terminalsOf()', () => {
  const terminals = (id: string) => {
    const login = findLogins(readProcessTable('processes-openssh-9.2.txt'), new Set()).find((each) => each.id === id)
    return terminalsOf(login!)
  }
  test('finds the terminal of the login’s shell', () => {
    assert.deepEqual(terminals('1045'), ['pts/0'])
    assert.deepEqual(terminals('p94'), ['pts/1'])
  })
  test('finds none of a login without', () => assert.deepEqual(terminals('1048'), []))
})

suite('ProcessTree', () => {
  const tree = new ProcessTree([
    makeProcess(2, { parent: 1 }),
    makeProcess(3, { parent: 2 }),
    makeProcess(4, { parent: 3 }),
    makeProcess(5, { parent: 1 }),
  ])
  test('knows who is below and who is above', () => {
    assert.deepEqual(
      tree.descendantsOf(2).map(({ pid }) => pid),
      [3, 4],
    )
    assert.deepEqual(
      tree.ancestorsOf(4).map(({ pid }) => pid),
      [3, 2],
    )
    assert.deepEqual(tree.descendantsOf(9), [])
  })
})

suite('differences()', () => {
  const one = makeSession({ id: '1' })
  const two = makeSession({ id: '2' })
  test('tells what came, went and changed', () => {
    const changed = { ...two, state: 'closing' as const }
    assert.deepEqual(differences([one, two], [changed, makeSession({ id: '3' })]), [
      { type: 'ended', id: '1' },
      { type: 'changed', id: '2' },
      { type: 'created', id: '3' },
    ])
  })
  test('tells nothing of what only grew idle', () => {
    assert.deepEqual(differences([one], [{ ...one, idleSince: new Date() }]), [])
  })
})

suite('watchSessions()', { timeout: 10_000 }, () => {
  const one = makeSession({ id: '1' })

  test('tells what differs from one second to the next', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] })
    const lists = [[one], [one], [one, makeSession({ id: '2' })]]
    const events = watchSessions(async () => lists.shift() ?? [], {})
    let event: unknown
    void events.next().then(({ value }) => {
      event = value
    })
    while (event === undefined) {
      context.mock.timers.tick(1_000)
      await new Promise(setImmediate)
    }
    assert.deepEqual(event, { type: 'created', id: '2' })
    assert.equal(lists.length, 0)
  })

  test('rejects with the reason of an abort', async () => {
    const abort = new AbortController()
    const next = watchSessions(async () => [one], { signal: abort.signal }).next()
    setImmediate(() => abort.abort('enough'))
    await assert.rejects(next, (error) => error === 'enough')
  })
})
