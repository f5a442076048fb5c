/** What was last seen of each session, so that an event can be told by what has become different. [MS-TSTS] 2.2.1.14 */
import type { SessionEvent } from '../session/host.ts'
import type { Session } from '../session/session.ts'
import { TNotificationId } from '../tsts/notification-id.ts'
import type { SESSION_CHANGE } from '../tsts/term-srv-notification.ts'
import type { Answering, Caller } from './answering.ts'
import { mayQuery } from './grants.ts'
import { numberOf } from './image.ts'

const { WTS_NOTIFY_CREATE, WTS_NOTIFY_LOGON, WTS_NOTIFY_LOGOFF, WTS_NOTIFY_TERMINATE } = TNotificationId
const { WTS_NOTIFY_CONNECT, WTS_NOTIFY_DISCONNECT, WTS_NOTIFY_LOCK, WTS_NOTIFY_UNLOCK } = TNotificationId
const { WTS_NOTIFY_CONSOLE_CONNECT, WTS_NOTIFY_CONSOLE_DISCONNECT } = TNotificationId
const LOCKS = WTS_NOTIFY_LOCK | WTS_NOTIFY_UNLOCK

/** What a client registered for; `mask` is of TNotificationId. */
export interface Wanted {
  /** Null for all sessions. */
  readonly sessionId: number | null
  readonly mask: number
}

interface Seen {
  readonly session: Session
  readonly locked: boolean | null
}

/** The sessions that one caller may look at, as they were when he was told of them last. */
export class SessionMemory {
  readonly #answering: Answering
  readonly #caller: Caller
  readonly #wanted: Wanted
  readonly #seen = new Map<string, Seen>()

  constructor(answering: Answering, caller: Caller, wanted: Wanted) {
    this.#answering = answering
    this.#caller = caller
    this.#wanted = wanted
  }

  /** Looks at the sessions as they are now. */
  async begin(signal: AbortSignal): Promise<void> {
    const { host } = this.#answering
    const { sessionId } = this.#wanted
    const one = sessionId === null ? [] : [await host.find(String(sessionId), { signal })]
    const sessions = sessionId === null ? await host.list({ brief: true, signal }) : one
    const locked = async (session: Session) => (await host.details(session, { signal })).locked
    await Promise.all(sessions.map((session) => session && this.#look(session, () => locked(session))))
  }

  /** What the event means to the client; null where nothing of it. */
  async tell(event: SessionEvent): Promise<SESSION_CHANGE | null> {
    const { type, id } = event
    const { sessionId, mask } = this.#wanted
    if (sessionId !== null && id !== String(sessionId)) return null
    const before = this.#seen.get(id) ?? null
    const now = type === 'ended' ? null : await this.#find(event)
    if (type === 'ended') this.#seen.delete(id)
    const number = numberOf({ id })
    const meant =
      type === 'created' ? created(now) : before && (type === 'ended' ? ended(before) : differing(before, now))
    const NotificationId = ((meant ?? 0) & mask) >>> 0
    return number === null || NotificationId === 0 ? null : { SessionId: number, NotificationId }
  }

  async #find(event: SessionEvent): Promise<Seen | null> {
    const sight = sightOf(this.#answering, event)
    const session = await sight.session
    return session && (await this.#look(session, () => sight.locked()))
  }

  async #look(session: Session, readLocked: () => Promise<boolean | null>): Promise<Seen | null> {
    if (!(await mayQuery(this.#answering, this.#caller, session))) return null
    const asked = (this.#wanted.mask & LOCKS) !== 0
    const locked = asked ? await readLocked() : null
    const seen = { session, locked }
    this.#seen.set(session.id, seen)
    return seen
  }
}

/** A session as it was when an event came: looked at once, however many are told of it. */
interface Sight {
  readonly session: Promise<Session | null>
  readonly locked: () => Promise<boolean | null>
}

const SIGHTS = new WeakMap<SessionEvent, Sight>()

function sightOf({ host, signal }: Answering, event: SessionEvent): Sight {
  const known = SIGHTS.get(event)
  if (known) return known
  const session = host.find(event.id, { signal })
  // ignored: each who is told of the event awaits it
  session.catch(() => {})
  let locked: Promise<boolean | null> | undefined
  const readLocked = async () => {
    const found = await session
    return found && (await host.details(found, { signal })).locked
  }
  const sight: Sight = {
    session,
    locked() {
      locked ??= readLocked()
      return locked
    },
  }
  SIGHTS.set(event, sight)
  return sight
}

function created(now: Seen | null): number {
  if (now === null) return 0
  const { user } = now.session
  return WTS_NOTIFY_CREATE | (isAttached(now) ? attaching(now) : 0) | (user === '' ? 0 : WTS_NOTIFY_LOGON)
}

function ended({ session }: Seen): number {
  const isOut = session.user === '' || session.state === 'closing'
  return WTS_NOTIFY_TERMINATE | (isOut ? 0 : WTS_NOTIFY_LOGOFF)
}

function differing(before: Seen, now: Seen | null): number {
  if (now === null) return 0
  let mask = 0
  if (isAttached(now) && !isAttached(before)) mask |= attaching(now)
  if (!isAttached(now) && isAttached(before) && now.session.state !== 'closing') mask |= detaching(before)
  if (now.session.user !== '' && before.session.user === '') mask |= WTS_NOTIFY_LOGON
  if (now.session.state === 'closing' && before.session.state !== 'closing') mask |= WTS_NOTIFY_LOGOFF
  if (now.locked === true && before.locked === false) mask |= WTS_NOTIFY_LOCK
  if (now.locked === false && before.locked === true) mask |= WTS_NOTIFY_UNLOCK
  return mask
}

/** Whether somebody sits at it. */
function isAttached({ session }: Seen): boolean {
  return session.state === 'active' || session.state === 'connected'
}

function attaching({ session }: Seen): number {
  return WTS_NOTIFY_CONNECT | (session.kind === 'console' ? WTS_NOTIFY_CONSOLE_CONNECT : 0)
}

function detaching({ session }: Seen): number {
  return WTS_NOTIFY_DISCONNECT | (session.kind === 'console' ? WTS_NOTIFY_CONSOLE_DISCONNECT : 0)
}
