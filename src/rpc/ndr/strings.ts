/** `[string] WCHAR*`: a conformant varying array of UTF-16 units with its NUL. [C706] 14.3.4.2 */
import { type Codec, mapped } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { conformantVarying } from './arrays.ts'
import { units } from './items.ts'

/** The text up to its NUL; without one it is a `DecodeError`. */
export const wstring: Codec<string> = mapped(
  conformantVarying(units),
  (text) => `${text}\0`,
  (text, r) => {
    const end = text.indexOf('\0')
    if (end < 0) throw new DecodeError('a [string] has no terminator', r.position)
    return text.slice(0, end)
  },
)
