/** NDR pointers: a referent id in line, what it points at behind the construction in which it stands. [C706] 14.3.10 */
import { ALONE, type Codec, read, write } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { ulong } from './scalars.ts'

/** `[unique]`: the referent, or null. */
export function unique<T>(referent: Codec<T>): Codec<T | null> {
  return {
    align: 4,
    hasTail: true,
    writeHead: (w, value) => write(ulong, w, value === null ? 0 : w.nextReferent()),
    writeTail: (w, value) => {
      if (value !== null) write(referent, w, value)
    },
    readHead: (r) => read(ulong, r),
    readTail: (r, id) => (id === 0 ? null : read(referent, r)),
  }
}

/** An embedded `[ref]` pointer: never null. As a parameter of its own it is not on the wire: declare the referent. */
export function ref<T>(referent: Codec<T>): Codec<T> {
  const pointer = unique(referent)
  return {
    ...pointer,
    readTail(r, id) {
      const value = pointer.readTail(r, id, ALONE)
      if (value === null) throw new DecodeError('a [ref] pointer is null', r.position)
      return value
    },
  }
}
