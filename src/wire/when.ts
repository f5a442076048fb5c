/** Fields that some messages lack. */
import type { Codec, Siblings } from './codec.ts'
import type { Reader } from './reader.ts'

/**
 * The field where `isThere` says so of the fields before it, else null. It is asked only when reading, with the heads of
 * those fields; when writing, null writes nothing.
 */
export function when<T>(isThere: (siblings: Siblings, r: Reader) => boolean, codec: Codec<T>): Codec<T | null> {
  return {
    align: codec.align,
    hasTail: true,
    writeHead: (w, value, siblings) => (value === null ? ABSENT : codec.writeHead(w, value, siblings)),
    writeTail(w, value, head, siblings) {
      if (value !== null && codec.hasTail) codec.writeTail(w, value, head, siblings)
    },
    readHead: (r, siblings) => (isThere(siblings, r) ? codec.readHead(r, siblings) : ABSENT),
    readTail: (r, head, siblings) => (head === ABSENT ? null : codec.readTail(r, head, siblings)),
  }
}

const ABSENT = Symbol('absent')
