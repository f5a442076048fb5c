/** One answer for all who ask before it is begun. */

/** Reads for many: whoever asks gets what was read after that, never what was under way already. */
export class SharedRead<T> {
  readonly #read: () => Promise<T>
  #running: Promise<T> | null = null
  #next: Promise<T> | null = null

  constructor(read: () => Promise<T>) {
    this.#read = read
  }

  get(): Promise<T> {
    if (!this.#running) return this.#start()
    const start = () => {
      this.#next = null
      return this.#start()
    }
    this.#next ??= this.#running.then(start, start)
    return this.#next
  }

  #start(): Promise<T> {
    const running = this.#read().finally(() => {
      if (this.#running === running) this.#running = null
    })
    this.#running = running
    return running
  }
}
