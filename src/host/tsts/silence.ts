/** The end of patience with a host that does not answer. */
import { setMaxListeners } from 'node:events'
import { LogoffError } from '../../errors.ts'

/** How long a host may be silent, in milliseconds. */
export const SILENCE_MS = 10_000

/** Patience with one host: it ends when nothing was heard for a time, however long all of it takes. */
export class Silence {
  readonly #host: string
  readonly #ms: number
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(host: string, ms: number) {
    this.#host = host
    this.#ms = ms
  }

  /** The host has said something: everybody who waits for it goes on waiting. */
  heard(): void {
    for (const timer of this.#timers) timer.refresh()
  }

  /**
   * Runs `work` with a signal that is aborted when patience ends; `moreMs` is what the host is given beyond that, null
   * for ever.
   * @throws LogoffError HOST_SILENT
   */
  async bear<T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
    moreMs: number | null = 0,
  ): Promise<T> {
    signal?.throwIfAborted()
    const over = new AbortController()
    // Of a host with many sessions, as many answers are waited for at once.
    setMaxListeners(0, over.signal)
    const timer = moreMs === null ? null : setTimeout(() => over.abort(this.#silent()), this.#ms + moreMs)
    if (timer) this.#timers.add(timer)
    const abort = () => over.abort(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await work(over.signal)
    } catch (error) {
      over.signal.throwIfAborted()
      throw error
    } finally {
      if (timer) this.#timers.delete(timer)
      clearTimeout(timer ?? undefined)
      signal?.removeEventListener('abort', abort)
    }
  }

  #silent(): LogoffError {
    return new LogoffError('HOST_SILENT', { host: this.#host, seconds: this.#ms / 1000 })
  }
}
