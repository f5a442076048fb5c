/** Messages that wait for a reader, or readers that wait for a message. */

interface Reader<T> {
  resolve(value: T): void
  reject(error: unknown): void
}

/** First in, first out, in both senses. */
export class MessageQueue<T> {
  #messages: T[] = []
  #readers: Reader<T>[] = []
  #end: { readonly error: unknown } | null = null

  get isEmpty(): boolean {
    return this.#messages.length === 0
  }

  push(message: T): void {
    const reader = this.#readers.shift()
    if (reader) reader.resolve(message)
    else if (!this.#end) this.#messages.push(message)
  }

  /** Puts back what a reader did not want to the front. */
  unshift(message: T): void {
    this.#messages.unshift(message)
  }

  /** The next message; what was pushed before `close` can still be read after it. */
  shift(signal?: AbortSignal): Promise<T> {
    const message = this.#messages.shift()
    if (message !== undefined) return Promise.resolve(message)
    if (this.#end) return Promise.reject(this.#end.error)
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        this.#readers = this.#readers.filter((each) => each !== reader)
        reject(signal?.reason)
      }
      const settled = () => signal?.removeEventListener('abort', leave)
      const reader: Reader<T> = {
        resolve(value) {
          settled()
          resolve(value)
        },
        reject(error) {
          settled()
          reject(error)
        },
      }
      this.#readers.push(reader)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** Nothing will be pushed any more: every reader is told. Only the first call counts. */
  close(error: unknown): void {
    this.#end ??= { error }
    for (const reader of this.#readers.splice(0)) reader.reject(error)
  }
}
