/** NDR 2.0 scalars, little-endian, each aligned to its own size from the beginning of the stub. [C706] 14.2 */
import { type Codec, inline, mapped, read, write } from '../../wire/codec.ts'
import { i32, i64, u8, u16, u32 } from '../../wire/integers.ts'

function aligned<T>(align: number, scalar: Codec<T>): Codec<T> {
  return inline(
    align,
    (w, value) => {
      w.align(align)
      write(scalar, w, value)
    },
    (r) => {
      r.align(align)
      return read(scalar, r)
    },
  )
}

/** Unsigned, one byte; also `small` and `byte`. */
export const uchar: Codec<number> = u8
/** Unsigned, two bytes; also enumerations without v1_enum. */
export const ushort: Codec<number> = aligned(2, u16)
/** Unsigned, four bytes. */
export const ulong: Codec<number> = aligned(4, u32)
/** Signed, four bytes. */
export const long: Codec<number> = aligned(4, i32)
/** Signed, eight bytes. */
export const hyper: Codec<bigint> = aligned(8, i64)

/** One byte; any value but 0 is true. [MS-DTYP] 2.2.4 */
export const BOOLEAN: Codec<boolean> = mapped(uchar, Number, Boolean)

/** Four bytes; any value but 0 is true. [MS-DTYP] 2.2.3 */
export const BOOL: Codec<boolean> = mapped(ulong, Number, Boolean)
