/** Counted strings: two lengths in bytes and a pointer to the characters, which have no terminator. */
import { conformantVarying } from '../rpc/ndr/arrays.ts'
import { units } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { ushort } from '../rpc/ndr/scalars.ts'
import { type Codec, mapped } from '../wire/codec.ts'
import { struct } from '../wire/struct.ts'

const COUNTED = struct({
  Length: ushort,
  MaximumLength: ushort,
  Buffer: unique(conformantVarying(units)),
})

/** [MS-DTYP] 2.3.10 */
export const RPC_UNICODE_STRING: Codec<string> = counted((text) => text)

/** [MS-TSTS] 2.2.2.16.1.1 */
export const NT6_TS_UNICODE_STRING: Codec<string> = counted((text) => text)

/**
 * Its IDL takes the length in bytes for a number of characters, so that the array is twice as long as its text; what
 * stands behind the text is not read. [MS-TSTS] 2.2.2.15.1.1
 */
export const TS_UNICODE_STRING: Codec<string> = counted((text) => text.padEnd(text.length * 2, '\0'))

function counted(bufferOf: (text: string) => string): Codec<string> {
  return mapped(
    COUNTED,
    (text) => ({ Length: text.length * 2, MaximumLength: text.length * 2, Buffer: bufferOf(text) }),
    ({ Length, Buffer }) => withoutTerminator((Buffer ?? '').slice(0, Length / 2)),
  )
}

/** Some servers count a terminator that should not be there. */
function withoutTerminator(text: string): string {
  return text.endsWith('\0') ? text.slice(0, -1) : text
}
