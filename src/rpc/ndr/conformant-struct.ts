/** A struct whose last field is a conformant array: the array's maximum count stands before the struct. [C706] 14.3.7.2 */
import { ALONE, type Codec, read, write } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { type Fields, type Struct, struct } from '../../wire/struct.ts'
import { ulong } from './scalars.ts'

/** `array` names the last field, a `list` counted by a field of the struct, with which the maximum count must agree. */
export function conformantStruct<F extends Fields>(fields: F, array: keyof F & string): Codec<Struct<F>> {
  const inner = struct(fields)
  return {
    align: Math.max(4, inner.align),
    hasTail: true,
    writeHead(w, value) {
      write(ulong, w, itemsOf(value, array).length)
      return inner.writeHead(w, value, ALONE)
    },
    writeTail: (w, value, heads) => inner.writeTail(w, value, heads, ALONE),
    readHead(r) {
      const maximum = read(ulong, r)
      const heads = inner.readHead(r, ALONE)
      const count = itemsOf(heads, array).length
      if (count !== maximum)
        throw new DecodeError(`${array}: ${count} elements stand where ${maximum} are announced`, r.position)
      return heads
    },
    readTail: (r, heads) => inner.readTail(r, heads, ALONE),
  }
}

function itemsOf(value: unknown, array: string): readonly unknown[] {
  return (value as Readonly<Record<string, readonly unknown[]>>)[array] ?? []
}
