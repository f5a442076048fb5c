/** The machine's sessions as the wire knows them. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { AcceptedEndings } from '../../../src/service/host/accepted.ts'
import { Endings, type TakenUp } from '../../../src/service/host/endings.ts'
import { Endpoints } from '../../../src/service/host/listeners.ts'
import { numberedWatch } from '../../../src/service/host/numbered-watch.ts'
import { Numbers } from '../../../src/service/host/numbers.ts'
import { ServiceHost } from '../../../src/service/host/service-host.ts'
import { SharedRead } from '../../../src/service/host/shared-read.ts'
import { SharedWatch } from '../../../src/service/host/shared-watch.ts'
import { Steady } from '../../../src/service/host/steady.ts'
import type { Session } from '../../../src/session/session.ts'
import { FakeMachine, session } from './fake-host.ts'

/** Of a machine on which one service listens. */
class OneEndpoint extends Endpoints {
  override async find() {
    return [{ service: 'rdp', port: 3389 } as const]
  }
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

suite('The service’s host', { timeout: 10_000 }, () => {
  let folder = ''
  let machine = new FakeMachine()
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'host-'))
    machine = new FakeMachine()
    machine.sessions = [session('2'), session('c7', { user: 'bob' })]
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function open(): { host: ServiceHost; endings: Endings; steady: Steady } {
    const steady = new Steady(async () => machine.open())
    const endings = new Endings(steady, new AcceptedEndings(join(folder, 'endings')))
    const numbers = new Numbers(join(folder, 'numbers.json'))
    const lists = new SharedRead(() => steady.repeat((host) => host.list()))
    const watch = new SharedWatch((options) => numberedWatch(steady, numbers, options))
    const parts = {
      name: 'here',
      kind: 'logind',
      steady,
      numbers,
      endings,
      lists,
      watch,
      endpoints: new OneEndpoint(),
    } as const
    return { host: new ServiceHost(parts), endings, steady }
  }

  const kept = () => readdirSync(join(folder, 'endings'))

  async function numbered(host: ServiceHost, id: string): Promise<Session> {
    await host.list()
    const found = await host.find(id)
    assert.ok(found)
    return found
  }

  test('lists sessions under their numbers, then listeners', async () => {
    await using host = open().host
    const ids = async (brief: boolean) =>
      (await host.list({ brief })).map(({ id, user, name }) => `${id} ${user || name}`)
    assert.deepEqual(await ids(false), ['2 alice', '65535 bob', '65536 rdp-tcp'])
    assert.deepEqual(await ids(true), ['2 alice', '65535 bob'])
  })

  test('finds sessions and listeners by number, and nothing by another ID', async () => {
    await using host = open().host
    assert.equal(await host.find('65535'), null, 'a number that was not given out yet')
    await host.list()
    assert.equal((await host.find('65535'))?.user, 'bob')
    assert.equal((await host.find('65535'))?.id, '65535')
    assert.equal((await host.find('2'))?.user, 'alice')
    assert.equal((await host.find('65536'))?.kind, 'listener')
    for (const id of ['c7', '3', '65537', '', '-2']) assert.equal(await host.find(id), null, id)
    machine.sessions = [session('c7', { user: 'bob', logonTime: new Date(5_000) })]
    assert.equal(await host.find('65535'), null, 'another logon under the same local ID')
  })

  test('acts on the machine’s own ID, and answers with the number', async () => {
    await using host = open().host
    const bob = await numbered(host, '65535')
    await host.disconnect(bob)
    await host.connect(bob, 'console')
    assert.equal(await host.message(bob, { title: '', text: 'hello', timeSeconds: 1, wait: false }), 'sent')
    assert.equal((await host.details(bob)).locked, true)
    const result = await host.logoff(bob)
    assert.equal(result.outcome, 'loggedOff')
    assert.equal(result.session?.id, '65535')
    const acts = machine.calls.filter((call) => !/^(open|list|find)/.test(call))
    assert.deepEqual(acts, ['disconnect c7', 'connect c7 console', 'message c7', 'details c7', 'logoff c7'])
  })

  test('acts on no other logon that has the ID by now', async () => {
    await using host = open().host
    const bob = await numbered(host, '65535')
    machine.sessions = [session('c7', { user: 'carol' })]
    await assert.rejects(host.disconnect(bob), { code: 'SESSION_CHANGED' })
    machine.sessions = []
    await assert.rejects(host.disconnect(bob), { code: 'SESSION_NOT_FOUND' })
    assert.equal((await host.logoff(bob)).outcome, 'alreadyGone')
  })

  test('never acts on a listener', async () => {
    await using host = open().host
    const listener = await numbered(host, '65536')
    for (const action of ['logoff', 'reset'] as const) {
      const { outcome, error } = await host[action](listener)
      assert.deepEqual([outcome, error?.code], ['refused', 'PROTECTED_SESSION'])
    }
    await assert.rejects(host.disconnect(listener), { code: 'SESSION_STATE' })
    assert.equal((await host.details(listener)).locked, null)
    assert.deepEqual(await host.processes({ session: listener }), [])
    assert.ok(!machine.calls.some((call) => call.startsWith('logoff')))
  })

  test('tells the session of a process by its number', async () => {
    const process = { pid: 1, name: 'cat', user: 'bob', started: new Date(0) }
    machine.processes = ['c7', '2', null].map((sessionId) => ({ ...process, sessionId }))
    await using host = open().host
    const sessions = async () => (await host.processes()).map(({ sessionId }) => sessionId)
    assert.deepEqual(await sessions(), ['65535', '2', null])
    const bob = await numbered(host, '65535')
    assert.deepEqual(
      (await host.processes({ session: bob })).map(({ sessionId }) => sessionId),
      ['65535'],
    )
  })

  test('tells events by number, also of sessions that were never listed', async () => {
    await using host = open().host
    const over = new AbortController()
    const events = host.watch({ signal: over.signal })
    const told: string[] = []
    const hear = (async () => {
      for await (const { type, id } of events) told.push(`${type} ${id}`)
    })()
    hear.catch(() => {})
    while (machine.calls.length < 3) await turn()
    await host.list()
    machine.sessions.push(session('c8'), session('5'))
    machine.emit({ type: 'created', id: 'c8' })
    machine.emit({ type: 'created', id: '5' })
    while (told.length < 2) await turn()
    machine.sessions = []
    await host.list()
    machine.emit({ type: 'ended', id: 'c7' })
    machine.emit({ type: 'created', id: 'c99' })
    machine.emit({ type: 'ended', id: 'c8' })
    while (told.length < 4) await turn()
    assert.deepEqual(told, ['created 65534', 'created 5', 'ended 65535', 'ended 65534'])
    over.abort(new Error('enough'))
    await assert.rejects(hear, /enough/)
  })

  test('has an ending on disk before the call returns, and not after its end', async () => {
    machine.endsSessions = false
    await using host = open().host
    const bob = await numbered(host, '65535')
    const ending = host.onBehalfOf('LAB\\admin').logoff(bob, { graceMs: 5 })
    assert.equal(kept().length, 1)
    machine.endsSessions = true
    assert.equal((await ending).outcome, 'loggedOff')
    assert.deepEqual(kept(), [])
  })

  test('ends a logon once, however often it is asked to, and resets it all the same', async () => {
    machine.endsSessions = false
    await using host = open().host
    const bob = await numbered(host, '65535')
    const endings = Array.from({ length: 50 }, () => host.logoff(bob))
    assert.equal(kept().length, 1)
    const reset = host.reset(bob)
    assert.equal(kept().length, 2)
    machine.endsSessions = true
    const outcomes = new Set((await Promise.all(endings)).map(({ outcome }) => outcome))
    assert.deepEqual([...outcomes], ['loggedOff'])
    await reset
    assert.equal(machine.calls.filter((call) => call === 'logoff c7').length, 1)
    assert.deepEqual(kept(), [])
    assert.equal((await host.logoff(bob)).outcome, 'alreadyGone')
  })

  test('goes on with an ending when the connection is lost in its middle', async () => {
    machine.endsSessions = false
    await using host = open().host
    const ending = host.logoff(await numbered(host, '65535'))
    while (!machine.calls.includes('logoff c7')) await turn()
    machine.restart()
    machine.endsSessions = true
    assert.equal((await ending).outcome, 'loggedOff')
    assert.deepEqual(kept(), [])
    assert.equal(machine.calls.filter((call) => call === 'logoff c7').length, 2)
  })

  test('takes up at its next start what was accepted, for the same logon alone', async () => {
    machine.endsSessions = false
    machine.sessions.push(session('9', { user: 'carol' }))
    const first = open().host
    for (const id of ['65535', '2']) {
      const ending = first.onBehalfOf('LAB\\admin').reset(await numbered(first, id))
      await turn()
      ending.catch(() => {}) // ignored: it is cut off
    }
    const stopped = first.onBehalfOf('LAB\\eve').logoff(await numbered(first, '9'), { graceMs: 7 })
    await first.close()
    await assert.rejects(stopped, /The host was closed/)
    assert.equal(kept().length, 3)
    writeFileSync(join(folder, 'endings/half.json'), '{"action":')

    machine.endsSessions = true
    machine.calls.length = 0
    machine.sessions = machine.sessions.map((each) =>
      each.id === '2' ? { ...each, logonTime: new Date(9_000) } : each,
    )
    const { host, endings, steady } = open()
    const told: TakenUp[] = []
    await endings.takeUp((each) => told.push(each), steady.over)
    assert.deepEqual(told.map(({ action, who, result }) => `${action} ${who} ${result?.outcome}`).sort(), [
      'logoff LAB\\eve loggedOff',
      'reset LAB\\admin reset',
      'reset LAB\\admin undefined',
    ])
    assert.deepEqual(kept(), [])
    assert.deepEqual(
      machine.sessions.map(({ id }) => id),
      ['2'],
    )
    await host.close()
  })
})
