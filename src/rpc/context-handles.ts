/** The state that a server keeps for one client, under names that it gives out. [MS-RPCE] 3.2.3.4.3, 3.3.1.4.1 */
import { randomBytes } from 'node:crypto'
import { type ContextHandle, NULL_HANDLE } from './ndr/context-handle.ts'
import { FaultStatus, fault } from './status.ts'

/** One type of context handle; a handle of one type is never taken for another. [MS-RPCE] 2.2.4.16 */
export interface HandleKind<T> {
  /** As the IDL calls it: SESSION_HANDLE. */
  readonly name: string
  /** Releases the state when the handle is closed or the client has gone. */
  readonly runDown?: (state: T) => void | Promise<void>
}

interface Entry {
  readonly kind: object
  readonly state: unknown
  readonly end: () => void | Promise<void>
}

/** All handles of one connection. */
export class ContextHandles {
  readonly #limit: number
  readonly #entries = new Map<string, Entry>()
  #isOver = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether the client must close a handle before it can have another. */
  get isFull(): boolean {
    return this.#entries.size >= this.#limit
  }

  /** A new handle for `state`. @throws StatusError the fault for a client that has too many */
  open<T>(kind: HandleKind<T>, state: T): ContextHandle {
    if (this.isFull) throw fault(kind.name, FaultStatus.nca_s_fault_remote_no_memory)
    const handle = Buffer.concat([NULL_HANDLE.subarray(0, 4), randomBytes(16)])
    this.#entries.set(keyOf(handle), { kind, state, end: () => kind.runDown?.(state) })
    // A call may still be answered when its client has gone.
    if (this.#isOver) void this.runDown()
    return new Uint8Array(handle)
  }

  /** What the handle names. @throws StatusError the fault for a handle that names nothing of this kind */
  get<T>(kind: HandleKind<T>, handle: ContextHandle): T {
    const entry = this.#entries.get(keyOf(handle))
    if (entry?.kind !== kind) throw fault(kind.name, FaultStatus.nca_s_fault_context_mismatch)
    return entry.state as T
  }

  /** Releases the handle; returns the null handle, which is what the client gets for it. */
  async close<T>(kind: HandleKind<T>, handle: ContextHandle): Promise<ContextHandle> {
    this.get(kind, handle)
    const key = keyOf(handle)
    const entry = this.#entries.get(key)
    this.#entries.delete(key)
    await entry?.end()
    return NULL_HANDLE
  }

  /** Releases every handle: the client has gone. [C706] 5.1.6 */
  async runDown(): Promise<void> {
    this.#isOver = true
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    await Promise.allSettled(entries.map(async ({ end }) => end()))
  }
}

function keyOf(handle: ContextHandle): string {
  return Buffer.from(handle).toString('hex')
}
