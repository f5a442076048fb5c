/** Text in UTF-16LE. */

import { bytes } from './bytes.ts'
import { type Codec, mapped } from './codec.ts'
import { DecodeError } from './decode-error.ts'

/** The bytes of `codec` as text, without a terminator. */
export function utf16(codec: Codec<Uint8Array>): Codec<string> {
  return mapped(codec, toUtf16, (value, r) => {
    if (value.length % 2 !== 0) throw new DecodeError(`UTF-16 text of ${value.length} bytes`, r.position)
    return fromUtf16(value)
  })
}

/** `WCHAR[n]`: text that ends at the first NUL and is padded with NULs; the last unit is always NUL when written. */
export function wchars(count: number): Codec<string> {
  return mapped(
    bytes(count * 2),
    (text) => {
      if (text.length >= count) throw new RangeError(`${text.length} characters do not fit into WCHAR[${count}]`)
      const value = new Uint8Array(count * 2)
      value.set(toUtf16(text))
      return value
    },
    (value) => {
      const text = fromUtf16(value)
      const end = text.indexOf('\0')
      return end < 0 ? text : text.slice(0, end)
    },
  )
}

/** The UTF-16LE bytes of a text. */
export function toUtf16(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le')
}

/** The text of UTF-16LE bytes, of which there is an even number. */
export function fromUtf16(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf16le')
}
