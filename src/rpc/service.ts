/** What a server offers: an interface and what answers each of its operations. */
import type { Principal } from '../auth/mechanism.ts'
import type { ContextHandles } from './context-handles.ts'
import type { Interface } from './interface.ts'
import type { Operation } from './operation.ts'

/** What the answering side knows of one call. */
export interface ServerCall {
  /** The account that RPC's own handshake has authenticated; null where there was none. */
  readonly principal: Principal | null
  readonly handles: ContextHandles
  /** Aborted when the client cancels the call, forgets it, or goes. */
  readonly signal: AbortSignal
}

/** One operation and what answers it; made by `method`. */
export interface Method {
  readonly operation: Operation
  readonly answer: (input: unknown, call: ServerCall) => unknown
}

/** One interface with the operations that are answered; the others end in nca_op_rng_error. */
export interface Service {
  readonly interface: Interface
  readonly methods: readonly Method[]
}

/** Answers `operation`. A `StatusError` of the spaces rpc and win32 becomes a fault with its number. */
export function method<I, O>(
  operation: Operation<I, O>,
  answer: (input: I, call: ServerCall) => O | Promise<O>,
): Method {
  return { operation: operation as Operation, answer: (input, call) => answer(input as I, call) }
}
