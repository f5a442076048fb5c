/** Little-endian integers without alignment; a value that does not fit is our own mistake and throws `RangeError`. */
import { type Codec, inline } from './codec.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

/** Unsigned, one byte. */
export const u8: Codec<number> = inline(
  1,
  (w, value) => {
    fits(value, 0, 0xff)
    const at = w.claim(1)
    w.target[at] = value
  },
  (r) => r.bytes[r.take(1)]!,
)

/** Unsigned, two bytes. */
export const u16: Codec<number> = inline(
  1,
  (w, value) => {
    fits(value, 0, 0xffff)
    const at = w.claim(2)
    w.target[at] = value
    w.target[at + 1] = value >>> 8
  },
  (r) => {
    const at = r.take(2)
    return r.bytes[at]! | (r.bytes[at + 1]! << 8)
  },
)

/** Unsigned, four bytes. */
export const u32: Codec<number> = inline(
  1,
  (w, value) => {
    fits(value, 0, 0xffff_ffff)
    writeWord(w, value)
  },
  (r) => readWord(r) >>> 0,
)

/** Signed, four bytes. */
export const i32: Codec<number> = inline(
  1,
  (w, value) => {
    fits(value, -0x8000_0000, 0x7fff_ffff)
    writeWord(w, value)
  },
  readWord,
)

/** Unsigned, eight bytes. */
export const u64: Codec<bigint> = inline(
  1,
  (w, value) => {
    LONG.setBigUint64(0, value, true)
    if (LONG.getBigUint64(0, true) !== value) throw new RangeError(`${value} is not an unsigned 64-bit integer`)
    w.write(LONG_BYTES)
  },
  (r) => {
    readLong(r)
    return LONG.getBigUint64(0, true)
  },
)

/** Signed, eight bytes. */
export const i64: Codec<bigint> = inline(
  1,
  (w, value) => {
    LONG.setBigInt64(0, value, true)
    if (LONG.getBigInt64(0, true) !== value) throw new RangeError(`${value} is not a signed 64-bit integer`)
    w.write(LONG_BYTES)
  },
  (r) => {
    readLong(r)
    return LONG.getBigInt64(0, true)
  },
)

/** Where 64-bit integers are taken apart: a view on every message would cost more than all its fields. */
const LONG = new DataView(new ArrayBuffer(8))
const LONG_BYTES = new Uint8Array(LONG.buffer)

function readLong(r: Reader): void {
  const start = r.take(8)
  for (let i = 0; i < 8; i++) LONG_BYTES[i] = r.bytes[start + i]!
}

function writeWord(w: Writer, value: number): void {
  const at = w.claim(4)
  w.target[at] = value
  w.target[at + 1] = value >>> 8
  w.target[at + 2] = value >>> 16
  w.target[at + 3] = value >>> 24
}

function readWord(r: Reader): number {
  const at = r.take(4)
  const { bytes } = r
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

function fits(value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${value} is not an integer from ${least} to ${most}`)
}
