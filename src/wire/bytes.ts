/** Runs of bytes that stand in line. */
import { type Codec, inline, read, write } from './codec.ts'

/** Exactly `length` bytes. */
export function bytes(length: number): Codec<Uint8Array> {
  return inline(
    1,
    (w, value) => {
      if (value.length !== length) throw new RangeError(`${value.length} bytes stand where ${length} must`)
      w.write(value)
    },
    (r) => r.slice(length),
  )
}

/** All bytes up to the end of the message. */
export const rest: Codec<Uint8Array> = inline(
  1,
  (w, value) => w.write(value),
  (r) => r.slice(r.remaining),
)

/** A byte count and that many bytes. */
export function sized(length: Codec<number>): Codec<Uint8Array> {
  return inline(
    length.align,
    (w, value) => {
      write(length, w, value.length)
      w.write(value)
    },
    (r) => r.slice(read(length, r)),
  )
}
