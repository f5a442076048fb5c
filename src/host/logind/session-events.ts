/** The sessions that come and go, heard over one subscription however many are waited for. */

import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Bus, Signal } from './bus.ts'
import type { Login1 } from './login1.ts'

/** Waits for the end of one session. */
export interface Removal extends Disposable {
  /** Resolves once it is sure to be heard; what logind is asked meanwhile it is asked after that. */
  readonly heard: Promise<void>
  /** Resolves at logind's SessionRemoved, or once it is known otherwise. */
  readonly happened: Promise<void>
  /** Says that the session was found to be gone. */
  settle(): void
}

/** Hears SessionRemoved once for all who wait. */
export class SessionEvents {
  readonly #bus: Bus
  readonly #login1: Login1
  readonly #waiting = new Map<string, Set<() => void>>()
  #subscription: Promise<AsyncDisposable> | undefined

  constructor(bus: Bus, login1: Login1) {
    this.#bus = bus
    this.#login1 = login1
  }

  /** Registers for the end of a session. */
  removalOf(id: string, { signal }: CallOptions): Removal {
    const { promise, resolve } = deferred()
    const waiting = this.#waiting.get(id) ?? new Set()
    this.#waiting.set(id, waiting.add(resolve))
    const dispose = () => {
      waiting.delete(resolve)
      if (waiting.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id)
    }
    const heard = abortable(this.#subscribe(), signal)
    return { heard, happened: promise, settle: resolve, [Symbol.dispose]: dispose }
  }

  async #subscribe(): Promise<void> {
    this.#subscription ??= this.#bus.subscribe(this.#login1.sessionSignals, (signal) => this.#receive(signal))
    try {
      await this.#subscription
    } catch (error) {
      this.#subscription = undefined
      throw error
    }
  }

  #receive({ member, body }: Signal): void {
    if (member !== 'SessionRemoved') return
    for (const resolve of this.#waiting.get(String(body[0])) ?? []) resolve()
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** Settles like `promise`, or rejects with the signal's reason: the caller's abort, or the loss of the connection. */
export async function unlessLost<T>(promise: Promise<T>, bus: Bus, signal?: AbortSignal): Promise<T> {
  return await abortable(abortable(promise, bus.lost), signal)
}
