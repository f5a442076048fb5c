/** Context handles with a limit: a client that never closes them is refused more. */
import type { ContextHandles, HandleKind } from '../rpc/context-handles.ts'
import type { ContextHandle } from '../rpc/ndr/context-handle.ts'
import { Refused } from './refusal.ts'

/** A kind of handle, with what becomes of its state when the handle is closed or its client has gone. */
export function limitedKind<T>(name: string, runDown: (state: T) => void = () => {}): HandleKind<T> {
  return { name, runDown }
}

/** A new handle for `state`. @throws Refused TOO_MANY */
export function openHandle<T>(handles: ContextHandles, kind: HandleKind<T>, state: T): ContextHandle {
  if (handles.isFull) throw new Refused('TOO_MANY')
  return handles.open(kind, state)
}

/** What the handle names. @throws StatusError the fault for a handle that names nothing of this kind */
export function stateOfHandle<T>(handles: ContextHandles, kind: HandleKind<T>, handle: ContextHandle): T {
  return handles.get(kind, handle)
}
