/** `WCHAR[n]` inside a struct: text that ends at its first NUL, aligned to 2. [C706] 14.3.3.1 */
import { type Codec, inline, read, write } from '../wire/codec.ts'
import { wchars } from '../wire/text.ts'

/** Text of at most `count - 1` characters. */
export function WCHARS(count: number): Codec<string> {
  const text = wchars(count)
  return inline(
    2,
    (w, value) => {
      w.align(2)
      write(text, w, value)
    },
    (r) => {
      r.align(2)
      return read(text, r)
    },
  )
}
