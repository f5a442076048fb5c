/** One look at all processes for all who ask at the same time. */
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'

/** Takes a snapshot for every caller of the same turn of the event loop. */
export class SharedSnapshot {
  #next: Promise<Snapshot> | undefined

  /** The processes as they are after the call. */
  take({ signal }: CallOptions): Promise<Snapshot> {
    this.#next ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#next = undefined
        try {
          resolve(readSnapshot())
        } catch (error) {
          reject(error)
        }
      })
    })
    return abortable(this.#next, signal)
  }
}
