/** The message identifiers that a client may use: Connection.SequenceWindow. [MS-SMB2] 3.2.4.1.6 */

/** So many identifiers are kept at hand: enough for a waiting call on each of several pipes. */
const DESIRED_CREDITS = 32

interface Waiter {
  readonly count: number
  readonly go: (first: bigint) => void
  readonly fail: (error: unknown) => void
}

/** Identifiers are used in order; every credit that the server grants adds the next one. */
export class SequenceWindow {
  #next = 0n
  #available = 1
  #waiting: Waiter[] = []

  /** How many credits a request should ask for. */
  get creditRequest(): number {
    return Math.max(1, DESIRED_CREDITS - this.#available)
  }

  /** Whether somebody waits for an identifier that only an answer can bring. */
  get isExhausted(): boolean {
    return this.#available === 0 && this.#waiting.length > 0
  }

  /** Takes `count` consecutive identifiers if there are as many. */
  takeNow(count: number): bigint | null {
    return this.#waiting.length === 0 && this.#available >= count ? this.#use(count) : null
  }

  /** Takes `count` consecutive identifiers as soon as there are as many; an abort gives up the place in the queue. */
  async take(count: number, signal?: AbortSignal): Promise<bigint> {
    return this.takeNow(count) ?? this.#wait(count, signal)
  }

  #wait(count: number, signal?: AbortSignal): Promise<bigint> {
    return new Promise<bigint>((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiter)
        reject(signal?.reason)
      }
      const settled = () => signal?.removeEventListener('abort', leave)
      const waiter: Waiter = {
        count,
        go: (first) => {
          settled()
          resolve(first)
        },
        fail: (error) => {
          settled()
          reject(error)
        },
      }
      this.#waiting.push(waiter)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** Tells everybody who waits that nothing will come any more. */
  fail(error: unknown): void {
    for (const waiter of this.#waiting.splice(0)) waiter.fail(error)
  }

  /** Adds what an answer grants. */
  grant(credits: number): void {
    this.#available += credits
    for (let first = this.#waiting[0]; first && first.count <= this.#available; first = this.#waiting[0]) {
      this.#waiting.shift()
      first.go(this.#use(first.count))
    }
  }

  #use(count: number): bigint {
    const first = this.#next
    this.#next += BigInt(count)
    this.#available -= count
    return first
  }
}
