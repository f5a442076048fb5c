/** NDR arrays: the counts that stand before the elements. [C706] 14.3.3 */
import { type Codec, read, write } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import type { Reader } from '../../wire/reader.ts'
import type { Writer } from '../../wire/writer.ts'
import type { Items } from './items.ts'
import { ulong } from './scalars.ts'

/** An array of as many elements as its declaration says. [C706] 14.3.3.1 */
export function fixed<T>(items: Items<T>, count: number): Codec<T> {
  return framed(
    items,
    items.align,
    (_, found) => {
      if (found !== count) throw new RangeError(`${found} elements stand where ${count} must`)
    },
    () => count,
  )
}

/** `[size_is]`: the maximum count, then that many elements. [C706] 14.3.3.2 */
export function conformant<T>(items: Items<T>): Codec<T> {
  return framed(
    items,
    4,
    (w, count) => write(ulong, w, count),
    (r) => read(ulong, r),
  )
}

/** `[length_is]`: offset and actual count, then the elements of an array of at most `limit`. [C706] 14.3.3.3 */
export function varying<T>(items: Items<T>, limit: number): Codec<T> {
  return framed(
    items,
    4,
    (w, count) => {
      if (count > limit) throw new RangeError(`${count} elements do not fit into ${limit}`)
      write(ulong, w, 0)
      write(ulong, w, count)
    },
    (r) => actualCount(r, limit),
  )
}

/** `[size_is, length_is]`: maximum count, offset and actual count, then the elements. [C706] 14.3.3.4 */
export function conformantVarying<T>(items: Items<T>): Codec<T> {
  return framed(
    items,
    4,
    (w, count) => {
      write(ulong, w, count)
      write(ulong, w, 0)
      write(ulong, w, count)
    },
    (r) => actualCount(r, read(ulong, r)),
  )
}

function actualCount(r: Reader, limit: number): number {
  const offset = read(ulong, r)
  const count = read(ulong, r)
  if (offset !== 0) throw new DecodeError(`the elements begin at ${offset}, not at 0`, r.position)
  if (count > limit) throw new DecodeError(`${count} elements stand where at most ${limit} may`, r.position)
  return count
}

function framed<T>(
  items: Items<T>,
  align: number,
  writeCounts: (w: Writer, count: number) => void,
  readCounts: (r: Reader) => number,
): Codec<T> {
  return {
    align: Math.max(align, items.align),
    hasTail: items.hasTail,
    writeHead(w, value) {
      writeCounts(w, items.count(value))
      return items.writeHeads(w, value)
    },
    writeTail: (w, value, heads) => items.writeTails(w, value, heads),
    readHead: (r) => items.readHeads(r, readCounts(r)),
    readTail: (r, heads) => items.readTails(r, heads),
  }
}
