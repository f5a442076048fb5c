/** Context handles with a limit: a client that never closes them is refused more. */
import type { ContextHandles, HandleKind } from '../rpc/context-handles.ts'
import type { ContextHandle } from '../rpc/ndr/context-handle.ts'
import { Refused } from './refusal.ts'

/** So many handles may one connection hold. */
const LIMIT = 256

const held = new WeakMap<ContextHandles, number>()

/** A kind of handle that counts against the limit. */
export function limitedKind<T>(name: string, runDown: (state: T) => void = () => {}): HandleKind<Counted<T>> {
  return {
    name,
    runDown: ({ handles, state }) => {
      held.set(handles, (held.get(handles) ?? 1) - 1)
      runDown(state)
    },
  }
}

interface Counted<T> {
  readonly handles: ContextHandles
  readonly state: T
}

/** A new handle for `state`. @throws Refused TOO_MANY */
export function openHandle<T>(handles: ContextHandles, kind: HandleKind<Counted<T>>, state: T): ContextHandle {
  const count = held.get(handles) ?? 0
  if (count >= LIMIT) throw new Refused('TOO_MANY')
  held.set(handles, count + 1)
  return handles.open(kind, { handles, state })
}

/** What the handle names. @throws StatusError the fault for a handle that names nothing of this kind */
export function stateOfHandle<T>(handles: ContextHandles, kind: HandleKind<Counted<T>>, handle: ContextHandle): T {
  return handles.get(kind, handle).state
}
