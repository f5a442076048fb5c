/** What happened since a client asked last. */
import type { SessionEvent, SessionHost } from '../session/host.ts'
import { TNotificationId } from '../tsts/notification-id.ts'
import type { SESSION_CHANGE } from '../tsts/term-srv-notification.ts'

/** What a client registered for; `mask` is of TNotificationId. */
export interface Wanted {
  /** Null for all sessions. */
  readonly sessionId: number | null
  readonly mask: number
}

/** So many changes are kept for a client that does not ask; then the oldest are forgotten. */
const MOST_CHANGES = 1024

/** One registration: listens to the host from the beginning and keeps what was not told yet. */
export class Subscription {
  readonly #wanted: Wanted
  readonly #over = new AbortController()
  readonly #ended: Promise<void>
  #changes: SESSION_CHANGE[] = []
  #wake = () => {}
  #failure: { readonly error: unknown } | null = null

  /** @param signal ends the subscription */
  constructor(host: SessionHost, wanted: Wanted, signal: AbortSignal) {
    this.#wanted = wanted
    this.#ended = this.#listen(host, AbortSignal.any([this.#over.signal, signal]))
  }

  /** Everything since the last answer; waits until there is something. Rejects with what ended the subscription. */
  async next(signal: AbortSignal): Promise<SESSION_CHANGE[]> {
    const wake = () => this.#wake()
    signal.addEventListener('abort', wake, { once: true })
    try {
      while (this.#changes.length === 0) {
        signal.throwIfAborted()
        if (this.#failure) throw this.#failure.error
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
      return this.#changes
    } finally {
      signal.removeEventListener('abort', wake)
      this.#changes = []
    }
  }

  async close(): Promise<void> {
    this.#over.abort(new Error('The subscription was closed'))
    await this.#ended
  }

  async #listen(host: SessionHost, signal: AbortSignal): Promise<void> {
    try {
      for await (const event of host.watch({ signal })) this.#add(event)
      this.#failure = { error: new Error('The host reports no more events') }
    } catch (error) {
      this.#failure = { error }
    }
    this.#wake()
  }

  #add(event: SessionEvent): void {
    const { sessionId, mask } = this.#wanted
    const id = /^\d{1,9}$/.test(event.id) ? Number(event.id) : null
    const NotificationId = (MASKS[event.type] & mask) >>> 0
    if (id === null || NotificationId === 0 || (sessionId !== null && sessionId !== id)) return
    if (this.#changes.length >= MOST_CHANGES) this.#changes.shift()
    this.#changes.push({ SessionId: id, NotificationId })
    this.#wake()
  }
}

const { WTS_NOTIFY_CREATE, WTS_NOTIFY_LOGON, WTS_NOTIFY_CONNECT, WTS_NOTIFY_DISCONNECT } = TNotificationId
const { WTS_NOTIFY_LOGOFF, WTS_NOTIFY_TERMINATE } = TNotificationId

/** A change may be either of two: who asks looks at the session anyway. */
const MASKS: Readonly<Record<SessionEvent['type'], number>> = {
  created: WTS_NOTIFY_CREATE | WTS_NOTIFY_LOGON,
  changed: WTS_NOTIFY_CONNECT | WTS_NOTIFY_DISCONNECT,
  ended: WTS_NOTIFY_LOGOFF | WTS_NOTIFY_TERMINATE,
}
