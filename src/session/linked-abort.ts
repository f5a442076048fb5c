/** An end that may come from several sides. */

/**
 * Aborted by `abort`, or with the first of several signals; disposal leaves nothing behind at them. AbortSignal.any()
 * does: in Node 20 a signal notes what was made of it for as long as it lives, and what was made of it does not keep it,
 * so that a timeout can be collected before its time.
 */
export class LinkedAbort implements Disposable {
  readonly #controller = new AbortController()
  readonly #sources: readonly AbortSignal[]
  readonly #follow = (event: Event) => this.abort((event.target as AbortSignal).reason)

  constructor(signals: readonly (AbortSignal | undefined)[]) {
    this.#sources = signals.filter((signal) => signal !== undefined)
    const aborted = this.#sources.find((signal) => signal.aborted)
    if (aborted) this.abort(aborted.reason)
    else for (const source of this.#sources) source.addEventListener('abort', this.#follow, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  abort(reason: unknown): void {
    this[Symbol.dispose]()
    this.#controller.abort(reason)
  }

  /** From now on `abort` alone counts. */
  [Symbol.dispose](): void {
    for (const source of this.#sources) source.removeEventListener('abort', this.#follow)
  }
}
