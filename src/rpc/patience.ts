/** The time that a client has for what it has begun. */

/** Calls `over` once something that was begun is not at an end in time. */
export class Patience implements Disposable {
  readonly #ms: number
  readonly #over: () => void
  #timer: NodeJS.Timeout | null = null

  constructor(ms: number, over: () => void) {
    this.#ms = ms
    this.#over = over
  }

  /** The time runs from the first of several calls. */
  begin(): void {
    this.#timer ??= setTimeout(this.#over, this.#ms)
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  [Symbol.dispose](): void {
    this.end()
  }
}
