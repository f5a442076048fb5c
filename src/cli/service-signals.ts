/** What signals ask of a service: to stop, to read its file again. daemon(7) */

/** Takes the signals of this process until it is disposed; iterates over what they ask, until the service is to stop. */
export class ServiceSignals implements Disposable {
  readonly #over = new AbortController()
  readonly #interrupt: AbortSignal | undefined
  #reloads = 0
  #wake = () => {}

  /** @param interrupt stops the service too */
  constructor(interrupt: AbortSignal | undefined) {
    this.#interrupt = interrupt
    process.on('SIGTERM', this.#stop)
    process.on('SIGHUP', this.#reload)
    interrupt?.addEventListener('abort', this.#stop, { once: true })
    if (interrupt?.aborted) this.#stop()
  }

  /** Aborted when the service is to stop. */
  get stop(): AbortSignal {
    return this.#over.signal
  }

  /** Once for every wish to read the file again, until the service is to stop. */
  async *reloads(): AsyncGenerator<void> {
    // A listener for signals does not keep the process alive.
    const hold = setInterval(() => {}, 2 ** 30)
    try {
      while (!this.stop.aborted) {
        if (this.#reloads === 0) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
          continue
        }
        this.#reloads = 0
        yield
      }
    } finally {
      clearInterval(hold)
    }
  }

  [Symbol.dispose](): void {
    process.off('SIGTERM', this.#stop)
    process.off('SIGHUP', this.#reload)
    this.#interrupt?.removeEventListener('abort', this.#stop)
  }

  #stop = (): void => {
    this.#over.abort(new Error('The service was asked to stop'))
    this.#wake()
  }

  #reload = (): void => {
    this.#reloads += 1
    this.#wake()
  }
}
