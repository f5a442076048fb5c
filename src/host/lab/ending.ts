/** Ends a session of a practice host: what the real ones do, to the processes of this one session. */
import { abortable } from '../../session/deadline.ts'
import type { Ending } from '../../session/ending.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import type { LabEntry } from './entry.ts'
import { processesOf } from './processes.ts'

/** One practice session that is being ended. */
export class LabEnding implements Ending {
  readonly notes = []
  readonly #entry: LabEntry
  readonly #closing: () => void

  /** @param closing told when the session begins to end */
  constructor(entry: LabEntry, closing: () => void) {
    this.#entry = entry
    this.#closing = closing
  }

  async ask({ signal }: CallOptions): Promise<void> {
    signal?.throwIfAborted()
    this.#closing()
    for (const name of ['SIGTERM', 'SIGHUP'] as const) this.#entry.tree?.signal(name)
  }

  async gone({ signal }: CallOptions): Promise<void> {
    await abortable(this.#entry.tree?.closed ?? Promise.resolve(), signal)
  }

  async remaining({ signal }: CallOptions): Promise<readonly Process[]> {
    signal?.throwIfAborted()
    return processesOf(this.#entry)
  }

  async kill({ signal }: CallOptions): Promise<void> {
    signal?.throwIfAborted()
    this.#closing()
    this.#entry.tree?.kill()
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
