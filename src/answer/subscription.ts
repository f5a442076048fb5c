/** What happened since a client asked last. */
import { abortable } from '../session/deadline.ts'
import type { SessionHost } from '../session/host.ts'
import { LinkedAbort } from '../session/linked-abort.ts'
import type { SESSION_CHANGE } from '../tsts/term-srv-notification.ts'
import type { SessionMemory } from './session-memory.ts'

/** So many changes are kept for a client that does not ask; then the oldest are forgotten. */
const MOST_CHANGES = 1024

/** One registration: listens to the host from the beginning and keeps what was not told yet. */
export class Subscription {
  readonly #memory: SessionMemory
  readonly #over: LinkedAbort
  #ended: Promise<void> = Promise.resolve()
  #changes: SESSION_CHANGE[] = []
  #wake = () => {}
  #failure: { readonly error: unknown } | null = null

  /** Listens; resolves once nothing is missed any more. @param signal ends the subscription */
  static async open(host: SessionHost, memory: SessionMemory, signal: AbortSignal): Promise<Subscription> {
    const subscription = new Subscription(memory, signal)
    await subscription.#begin(host)
    return subscription
  }

  private constructor(memory: SessionMemory, signal: AbortSignal) {
    this.#memory = memory
    this.#over = new LinkedAbort([signal])
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

  async #begin(host: SessionHost): Promise<void> {
    const { signal } = this.#over
    const events = host.watch({ signal })[Symbol.asyncIterator]()
    // Asked for before the look at the sessions, so that nothing falls between the two.
    const first = events.next()
    const looked = this.#memory.begin(signal)
    this.#ended = this.#follow(events, first, looked)
    try {
      await abortable(looked, signal)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async #follow(
    events: AsyncIterator<Parameters<SessionMemory['tell']>[0]>,
    first: ReturnType<typeof events.next>,
    looked: Promise<void>,
  ): Promise<void> {
    try {
      // A watch that fails at once must not go unheard while the look takes its time.
      first.catch(() => {})
      await looked
      for (let event = await first; !event.done; event = await events.next()) {
        this.#add(await this.#memory.tell(event.value))
      }
      this.#failure = { error: new Error('The host reports no more events') }
    } catch (error) {
      this.#failure = { error }
    }
    this.#wake()
  }

  #add(change: SESSION_CHANGE | null): void {
    if (change === null) return
    if (this.#changes.length >= MOST_CHANGES) this.#changes.shift()
    this.#changes.push(change)
    this.#wake()
  }
}
