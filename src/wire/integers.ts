/** Little-endian integers without alignment; a value that does not fit is our own mistake and throws `RangeError`. */
import { type Codec, inline } from './codec.ts'

export const u8: Codec<number> = inline(
  1,
  (w, value) => {
    fits(value, 0, 0xff)
    const at = w.put(1)
    w.view.setUint8(at, value)
  },
  (r) => r.view.getUint8(r.take(1)),
)

export const u16: Codec<number> = inline(
  1,
  (w, value) => {
    fits(value, 0, 0xffff)
    const at = w.put(2)
    w.view.setUint16(at, value, true)
  },
  (r) => r.view.getUint16(r.take(2), true),
)

export const u32: Codec<number> = inline(
  1,
  (w, value) => {
    fits(value, 0, 0xffff_ffff)
    const at = w.put(4)
    w.view.setUint32(at, value, true)
  },
  (r) => r.view.getUint32(r.take(4), true),
)

export const i32: Codec<number> = inline(
  1,
  (w, value) => {
    fits(value, -0x8000_0000, 0x7fff_ffff)
    const at = w.put(4)
    w.view.setInt32(at, value, true)
  },
  (r) => r.view.getInt32(r.take(4), true),
)

export const u64: Codec<bigint> = inline(
  1,
  (w, value) => {
    if (BigInt.asUintN(64, value) !== value) throw new RangeError(`${value} is not an unsigned 64-bit integer`)
    const at = w.put(8)
    w.view.setBigUint64(at, value, true)
  },
  (r) => r.view.getBigUint64(r.take(8), true),
)

export const i64: Codec<bigint> = inline(
  1,
  (w, value) => {
    if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} is not a signed 64-bit integer`)
    const at = w.put(8)
    w.view.setBigInt64(at, value, true)
  },
  (r) => r.view.getBigInt64(r.take(8), true),
)

function fits(value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${value} is not an integer from ${least} to ${most}`)
}
