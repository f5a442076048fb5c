/** One subscription for all who listen. */
import type { CallOptions, SessionEvent } from '../../session/host.ts'

interface Listener {
  tell(event: SessionEvent): void
  fail(error: unknown): void
}

/** Listens from the first who listens to the last. */
export class SharedWatch {
  readonly #watch: (options: CallOptions) => AsyncIterable<SessionEvent>
  readonly #listeners = new Set<Listener>()
  #over: AbortController | null = null

  constructor(watch: (options: CallOptions) => AsyncIterable<SessionEvent>) {
    this.#watch = watch
  }

  /** Events from the first `next()` on, until the loop is left, the signal aborts or the subscription fails. */
  async *events({ signal }: CallOptions = {}): AsyncGenerator<SessionEvent, void, undefined> {
    const queue: SessionEvent[] = []
    let failure: { readonly error: unknown } | null = null
    let wake = () => {}
    const listener: Listener = {
      tell: (event) => {
        queue.push(event)
        wake()
      },
      fail: (error) => {
        failure = { error }
        wake()
      },
    }
    const abort = () => listener.fail(signal?.reason)
    signal?.throwIfAborted()
    signal?.addEventListener('abort', abort, { once: true })
    this.#add(listener)
    try {
      for (;;) {
        if (failure) throw (failure as { readonly error: unknown }).error
        const event = queue.shift()
        if (event) yield event
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      signal?.removeEventListener('abort', abort)
      this.#remove(listener)
    }
  }

  #add(listener: Listener): void {
    this.#listeners.add(listener)
    if (this.#over) return
    const over = new AbortController()
    this.#over = over
    void this.#listen(over)
  }

  #remove(listener: Listener): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size > 0) return
    this.#over?.abort(new Error('Nobody listens any more'))
    this.#over = null
  }

  async #listen(over: AbortController): Promise<void> {
    try {
      for await (const event of this.#watch({ signal: over.signal })) {
        if (this.#over !== over) return
        for (const listener of this.#listeners) listener.tell(event)
      }
    } catch (error) {
      if (this.#over !== over) return
      this.#over = null
      for (const listener of [...this.#listeners]) listener.fail(error)
    }
  }
}
