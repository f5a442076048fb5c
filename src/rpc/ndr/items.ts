/** What an array holds: any type by element, and the two that are read at once: bytes and text. */
import type { Codec } from '../../wire/codec.ts'
import { readHeads, readTails, writeHeads, writeTails } from '../../wire/list.ts'
import type { Reader } from '../../wire/reader.ts'
import { fromUtf16, toUtf16 } from '../../wire/text.ts'
import type { Writer } from '../../wire/writer.ts'

/** The elements of an array, without the counts that frame them. */
export interface Items<T> {
  readonly align: number
  readonly hasTail: boolean
  count(value: T): number
  writeHeads(w: Writer, value: T): unknown
  writeTails(w: Writer, value: T, heads: unknown): void
  readHeads(r: Reader, count: number): unknown
  readTails(r: Reader, heads: unknown): T
}

/** Elements of any type. */
export function elements<T>(element: Codec<T>): Items<T[]> {
  return {
    align: element.align,
    hasTail: element.hasTail,
    count: (value) => value.length,
    writeHeads: (w, value) => writeHeads(w, element, value, 1),
    writeTails: (w, value, heads) => writeTails(w, element, value, heads),
    readHeads: (r, count) => readHeads(r, element, r.check(count), 1),
    readTails: (r, heads) => readTails(r, element, heads as unknown[]),
  }
}

/** `BYTE[]` and `CHAR[]`. */
export const octets: Items<Uint8Array> = {
  align: 1,
  hasTail: false,
  count: (value) => value.length,
  writeHeads: (w, value) => w.write(value),
  writeTails() {},
  readHeads: (r, count) => r.slice(count),
  readTails: (_, heads) => heads as Uint8Array,
}

/** `WCHAR[]`: every unit counts, NULs included. */
export const units: Items<string> = {
  align: 2,
  hasTail: false,
  count: (value) => value.length,
  writeHeads(w, value) {
    w.align(2)
    w.write(toUtf16(value))
  },
  writeTails() {},
  readHeads(r, count) {
    r.align(2)
    return fromUtf16(r.slice(count * 2))
  },
  readTails: (_, heads) => heads as string,
}
