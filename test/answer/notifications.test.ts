/** Who is told of what: push notifications, waiting for a state, events of the old interface. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { RpcClient } from '../../src/rpc/client.ts'
import type { Session } from '../../src/session/session.ts'
import * as legacy from '../../src/tsts/legacy-api.ts'
import { TNotificationId } from '../../src/tsts/notification-id.ts'
import { CTX_WINSTATION_API_SERVICE, LSM_API_SERVICE } from '../../src/tsts/pipes.ts'
import { hresultOf } from '../../src/tsts/returns.ts'
import * as notification from '../../src/tsts/term-srv-notification.ts'
import { heldBy } from '../session/held.ts'
import { clientOf } from './client.ts'
import { PracticeHost, session } from './practice.ts'
import { type Served, served } from './served.ts'

// Practice hosts have no connection that keeps a process going which waits for them.
const going = setInterval(() => {}, 1_000)
after(() => clearInterval(going))

const ALL = TNotificationId.WTS_NOTIFY_ALL
const { TermSrvNotification } = notification

/** A client that has registered, and what it is told next. */
async function registered(practice: Served, { id = -1, mask = ALL as number } = {}) {
  const client = await clientOf(practice, LSM_API_SERVICE, [TermSrvNotification])
  const input = { SessionId: id, Mask: mask }
  const { phNotify } = await client.call(TermSrvNotification, notification.RpcRegisterAsyncNotification, input)
  return async () =>
    (await client.call(TermSrvNotification, notification.RpcWaitAsyncNotification, { hNotify: phNotify })).SessionChange
}

function change(host: PracticeHost, id: string, to: Partial<Session>): void {
  host.sessions = host.sessions.map((each) => (each.id === id ? { ...each, ...to } : each))
  host.events.emit('session', { type: 'changed', id })
}

test('a change is told by what has become different, and nothing where nothing has', async () => {
  await using practice = served()
  const { host } = practice
  host.more.set('12', { locked: false, connectTime: null, disconnectTime: null })
  const next = await registered(practice)
  change(host, '12', { idleSince: new Date() })
  change(host, '12', { state: 'disconnected', name: '' })
  assert.deepEqual(await next(), [{ SessionId: 12, NotificationId: TNotificationId.WTS_NOTIFY_DISCONNECT }])
  change(host, '12', { state: 'active' })
  assert.deepEqual(await next(), [{ SessionId: 12, NotificationId: TNotificationId.WTS_NOTIFY_CONNECT }])
  host.more.set('12', { locked: true, connectTime: null, disconnectTime: null })
  change(host, '12', {})
  assert.deepEqual(await next(), [{ SessionId: 12, NotificationId: TNotificationId.WTS_NOTIFY_LOCK }])
  change(host, '1', { state: 'disconnected' })
  assert.deepEqual(await next(), [{ SessionId: 1, NotificationId: 0x204 }])
  change(host, '12', { state: 'closing' })
  assert.deepEqual(await next(), [{ SessionId: 12, NotificationId: TNotificationId.WTS_NOTIFY_LOGOFF }])
  host.remove('12')
  assert.deepEqual(await next(), [{ SessionId: 12, NotificationId: TNotificationId.WTS_NOTIFY_TERMINATE }])
})

test('a session that begins is told of, and its logon when it comes later', async () => {
  await using practice = served()
  const { host } = practice
  const next = await registered(practice)
  host.sessions = [...host.sessions, session(20, '', { state: 'connected' })]
  host.events.emit('session', { type: 'created', id: '20' })
  assert.deepEqual(await next(), [{ SessionId: 20, NotificationId: 0x3 }])
  change(host, '20', { state: 'active', user: 'dora' })
  assert.deepEqual(await next(), [{ SessionId: 20, NotificationId: TNotificationId.WTS_NOTIFY_LOGON }])
})

test('nobody is told of sessions that he may not look at', async () => {
  await using practice = served({ denied: ['WINSTATION_QUERY 12'] })
  const { host } = practice
  const next = await registered(practice)
  change(host, '12', { state: 'disconnected' })
  host.remove('12')
  host.remove('13')
  assert.deepEqual(await next(), [{ SessionId: 13, NotificationId: 0x90 }])
})

test('RpcWaitForSessionState waits for the state, for as long as it is told to', async () => {
  await using practice = served()
  const client = await clientOf(practice, LSM_API_SERVICE, [TermSrvNotification])
  const wait = async (SessionId: number, State: number, Timeout = 60_000) =>
    (await client.call(TermSrvNotification, notification.RpcWaitForSessionState, { SessionId, State, Timeout }))
      .returnValue
  assert.equal(await wait(12, 0), 0)
  const waiting = wait(12, 4)
  while (practice.host.events.listenerCount('session') === 0) await new Promise(setImmediate)
  change(practice.host, '12', { idleSince: new Date() })
  change(practice.host, '12', { state: 'disconnected' })
  assert.equal(await waiting, 0)
  assert.equal(await wait(13, 4, 1), hresultOf(0x8007_05b4))
  assert.equal(await wait(99, 0), hresultOf(0x8007_1b6e))
  assert.equal(await wait(65537, 0), hresultOf(0x8007_1b6e))
  assert.equal(await wait(12, 6), hresultOf(0x8007_0057))
  while (practice.host.events.listenerCount('session') > 0) await new Promise(setImmediate)
  assert.equal(heldBy(practice.signal), 0)
})

/** A host that takes its time over the first list. */
class SlowHost extends PracticeHost {
  #listed = () => {}
  goOn = () => {}
  readonly listing = new Promise<void>((resolve) => {
    this.#listed = resolve
  })
  readonly #free = new Promise<void>((resolve) => {
    this.goOn = resolve
  })

  override async list(): Promise<Session[]> {
    this.#listed()
    await this.#free
    return await super.list()
  }
}

test('what a client listens to ends with it, also where it goes while that begins', async () => {
  const register = (client: RpcClient) =>
    client.call(TermSrvNotification, notification.RpcRegisterAsyncNotification, { SessionId: -1, Mask: ALL })
  const wait = async (client: RpcClient) => {
    const { phServer: hServer } = await client.call(legacy.LegacyApi, legacy.RpcWinStationOpenServer, {})
    return await client.call(legacy.LegacyApi, legacy.RpcWinStationWaitSystemEvent, { hServer, EventMask: 0x42 })
  }
  for (const [pipe, interfaces, listen] of [
    [LSM_API_SERVICE, [TermSrvNotification], register],
    [CTX_WINSTATION_API_SERVICE, [legacy.LegacyApi], wait],
  ] as const) {
    const host = new SlowHost()
    await using practice = served({ host })
    const opened: AsyncDisposable[] = []
    const overheard: Served['pipes']['pipe'] = (name) => {
      const channel = practice.pipes.pipe(name)
      opened.push(channel)
      return channel
    }
    const client = await clientOf({ ...practice, pipes: { ...practice.pipes, pipe: overheard } }, pipe, interfaces)
    const lost = assert.rejects(listen(client), pipe)
    await host.listing
    for (const each of opened) await each[Symbol.asyncDispose]()
    await lost
    for (let i = 0; i < 10; i++) await new Promise(setImmediate)
    assert.equal(host.events.listenerCount('session'), 1)
    host.goOn()
    for (let i = 0; i < 1_000 && host.events.listenerCount('session') > 0; i++) await new Promise(setImmediate)
    assert.equal(host.events.listenerCount('session'), 0, pipe)
    assert.equal(heldBy(practice.signal), 0, pipe)
  }
})

test('RpcWaitForSessionState ends when the session does', async () => {
  await using practice = served()
  const client = await clientOf(practice, LSM_API_SERVICE, [TermSrvNotification])
  const input = { SessionId: 12, State: 4, Timeout: 60_000 }
  const waiting = client.call(TermSrvNotification, notification.RpcWaitForSessionState, input)
  while (practice.host.events.listenerCount('session') === 0) await new Promise(setImmediate)
  practice.host.remove('12')
  assert.equal((await waiting).returnValue, hresultOf(0x8007_1b6e))
})

test('RpcWinStationWaitSystemEvent tells kinds of events, and forgets them at WEVENT_NONE', async () => {
  await using practice = served()
  const client = await clientOf(practice, CTX_WINSTATION_API_SERVICE, [legacy.LegacyApi])
  const { phServer: hServer } = await client.call(legacy.LegacyApi, legacy.RpcWinStationOpenServer, {})
  const wait = (EventMask: number) =>
    client.call(legacy.LegacyApi, legacy.RpcWinStationWaitSystemEvent, { hServer, EventMask })
  const first = wait(0x42)
  while (practice.host.events.listenerCount('session') === 0) await new Promise(setImmediate)
  change(practice.host, '13', { state: 'disconnected' })
  practice.host.remove('12')
  assert.deepEqual(await first, { pResult: 0, pEventFlags: 0x42, returnValue: true })
  practice.host.remove('13')
  assert.equal((await wait(0x80)).pEventFlags, 0x80)
  assert.equal((await wait(0)).returnValue, true)
  while (practice.host.events.listenerCount('session') > 0) await new Promise(setImmediate)
})

test('an event is looked at once, however many are told of it', async () => {
  await using practice = served()
  const all = await Promise.all(Array.from({ length: 8 }, () => registered(practice)))
  practice.host.finds.length = 0
  change(practice.host, '12', { state: 'disconnected' })
  for (const next of all) assert.deepEqual(await next(), [{ SessionId: 12, NotificationId: 0x4 }])
  assert.deepEqual(practice.host.finds, ['12'])
})
