/** What happens to sessions, as it happens. */
import { LogoffError } from '../../errors.ts'
import type { CallOptions, SessionEvent } from '../../session/host.ts'
import type { Signal } from './bus.ts'
import { ClientWatch } from './client-watch.ts'
import type { Connection } from './connection.ts'
import { LOGIN1, sessionOfPath } from './login1.ts'
import { isUserSession } from './user-services.ts'

/** Events from the first `next()` on, until the loop is left, the signal aborts or the connection is lost. */
export async function* watchSessions(
  connection: Connection,
  { signal }: CallOptions,
): AsyncGenerator<SessionEvent, void, undefined> {
  const { bus, login1 } = connection
  const queue: SessionEvent[] = []
  let wake = () => {}
  let left = false
  const notice = (event: SessionEvent | null) => {
    if (event) queue.push(event)
    wake()
  }
  const receive = (received: Signal) => {
    left ||= isDeparture(received)
    notice(eventOf(received))
  }
  const wakeUp = () => wake()
  signal?.addEventListener('abort', wakeUp)
  bus.lost.addEventListener('abort', wakeUp)
  try {
    await using _lives = await bus.subscribe(login1.sessionSignals, receive, { signal })
    await using _changes = await bus.subscribe(login1.propertySignals, () => {}, { signal })
    await using _owner = await bus.subscribe(login1.ownerSignals, () => {}, { signal })
    using clients = new ClientWatch(connection, (id) => notice({ type: 'changed', id }))
    await clients.begin({ signal })
    for (;;) {
      signal?.throwIfAborted()
      const event = queue.shift()
      if (event) {
        if (event.type === 'created') await clients.add(event.id, { signal })
        if (event.type === 'ended') clients.remove(event.id)
        if (await concernsUser(connection, event, { signal })) yield event
        continue
      }
      bus.lost.throwIfAborted()
      // What happens before it is back it tells nobody.
      if (left) throw new LogoffError('CONNECTION_LOST', { host: connection.name, reason: 'logind was restarted' })
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    signal?.removeEventListener('abort', wakeUp)
    bus.lost.removeEventListener('abort', wakeUp)
  }
}

/** Whether logind has gone. */
function isDeparture({ member, body }: Signal): boolean {
  return member === 'NameOwnerChanged' && body[0] === LOGIN1 && body[1] !== ''
}

function eventOf({ member, path, body }: Signal): SessionEvent | null {
  if (member === 'SessionNew') return { type: 'created', id: String(body[0]) }
  if (member === 'SessionRemoved') return { type: 'ended', id: String(body[0]) }
  const id = member === 'PropertiesChanged' ? sessionOfPath(path) : null
  return id === null ? null : { type: 'changed', id }
}

// systemd's own sessions are not listed, so nothing happens to them either.
async function concernsUser(
  connection: Connection,
  { type, id }: SessionEvent,
  options: CallOptions,
): Promise<boolean> {
  const known = await isUserSession(connection, id, options)
  if (type === 'ended') connection.userSessions.delete(id)
  return known
}
