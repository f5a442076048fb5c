/** Context handles: what a server gave a client to name its state by. [C706] 14.2.10 */
import { type Codec, inline } from '../../wire/codec.ts'

const LENGTH = 20

/** 20 bytes: attributes and a UUID, of which only the server knows the meaning. */
export type ContextHandle = Uint8Array

/** The handle that names nothing. */
export const NULL_HANDLE: ContextHandle = new Uint8Array(LENGTH)

/** A handle by itself, apart from the message it came in. */
export const contextHandle: Codec<ContextHandle> = inline(
  4,
  (w, handle) => {
    if (handle.length !== LENGTH) throw new RangeError(`a context handle of ${handle.length} bytes`)
    w.align(4)
    w.write(handle)
  },
  (r) => {
    r.align(4)
    return r.slice(LENGTH).slice()
  },
)

/** Whether a handle names nothing. */
export function isNullHandle(handle: ContextHandle): boolean {
  return handle.every((byte) => byte === 0)
}
