/** Numbers that the IDL confines with [range]: anything else is no message. [MS-TSTS] 2.2.1.16 */
import { ulong } from '../rpc/ndr/scalars.ts'
import { type Codec, mapped } from '../wire/codec.ts'
import { DecodeError } from '../wire/decode-error.ts'

/** `[range(0, most)] ULONG`. */
export function bounded(most: number): Codec<number> {
  return mapped(
    ulong,
    (value) => value,
    (value, r) => {
      if (value > most) throw new DecodeError(`${value} stands where at most ${most} may`, r.position)
      return value
    },
  )
}
