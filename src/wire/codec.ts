/** What every codec is: a head in line and a tail that the head points at, in both directions. */
import { Reader } from './reader.ts'
import { Writer } from './writer.ts'

/** The other fields of the struct in which a field stands: their values when writing, their heads when reading. */
export type Siblings = Readonly<Record<string, unknown>>

/**
 * One declaration for both directions. A struct runs the heads of all its fields and then their tails: SMB2 and NTLM
 * put offset and length in the head, NDR a referent id, and the bytes come later.
 */
export interface Codec<T> {
  /** Alignment of the head in bytes; 1 for packed formats. */
  readonly align: number
  /** Whether anything is left for the tail; without it, `readHead` returns the value itself. */
  readonly hasTail: boolean
  /** True where the field carries no value of its own: constants, padding, counts. */
  readonly silent?: boolean
  /** Returns what `writeTail` needs to complete the head. */
  writeHead(w: Writer, value: T, siblings: Siblings): unknown
  writeTail(w: Writer, value: T, head: unknown, siblings: Siblings): void
  readHead(r: Reader, siblings: Siblings): unknown
  readTail(r: Reader, head: unknown, siblings: Siblings): T
}

/** The value a codec carries: `type Header = Infer<typeof Header>`. */
export type Infer<C> = C extends Codec<infer T> ? T : never

/** The siblings of what stands in no struct. */
export const ALONE: Siblings = Object.freeze({})

/** Writes head and tail at the writer's position. */
export function write<T>(codec: Codec<T>, w: Writer, value: T): void {
  const head = codec.writeHead(w, value, ALONE)
  if (codec.hasTail) codec.writeTail(w, value, head, ALONE)
}

/** Reads head and tail at the reader's position. */
export function read<T>(codec: Codec<T>, r: Reader): T {
  return codec.readTail(r, codec.readHead(r, ALONE), ALONE)
}

/** The bytes of one message. */
export function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  const w = new Writer()
  write(codec, w, value)
  return w.bytes()
}

/**
 * The message in these bytes, which keeps views on them. Bytes behind it are ignored.
 * @throws DecodeError
 */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return read(codec, new Reader(bytes))
}

/** A codec without tail, from its two halves. */
export function inline<T>(align: number, put: (w: Writer, value: T) => void, take: (r: Reader) => T): Codec<T> {
  return {
    align,
    hasTail: false,
    writeHead: put,
    writeTail() {},
    readHead: take,
    readTail: (_, head) => head as T,
  }
}

/** The same bytes as another type of value; `to` may throw a `DecodeError`. */
export function mapped<A, B>(codec: Codec<A>, from: (value: B) => A, to: (value: A, r: Reader) => B): Codec<B> {
  return {
    align: codec.align,
    hasTail: codec.hasTail,
    writeHead: (w, value, siblings) => codec.writeHead(w, from(value), siblings),
    writeTail: (w, value, head, siblings) => codec.writeTail(w, from(value), head, siblings),
    readHead: (r, siblings) => {
      const head = codec.readHead(r, siblings)
      return codec.hasTail ? head : to(head as A, r)
    },
    readTail: (r, head, siblings) => (codec.hasTail ? to(codec.readTail(r, head, siblings), r) : (head as B)),
  }
}
