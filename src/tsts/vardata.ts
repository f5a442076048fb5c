/** VARDATA_WIRE: where in a buffer the structure lies that was asked for. [MS-TSTS] 2.2.2.45 */
import { ushort } from '../rpc/ndr/scalars.ts'
import { type Codec, decode, encode } from '../wire/codec.ts'
import { DecodeError } from '../wire/decode-error.ts'
import { struct } from '../wire/struct.ts'

const VARDATA_WIRE = struct({ Size: ushort, Offset: ushort })

/** sizeof(VARDATA_WIRE) */
export const VARDATA_LENGTH = 4

/** The structure that the buffer's VARDATA_WIRE points at. Its alignment counts from its own beginning. */
export function decodeVardata<T>(codec: Codec<T>, buffer: Uint8Array): T {
  const { Size, Offset } = decode(VARDATA_WIRE, buffer)
  if (Offset + Size > buffer.length)
    throw new DecodeError(`${Size} bytes at ${Offset} do not fit into ${buffer.length}`, 0, 'VARDATA_WIRE')
  return decode(codec, buffer.subarray(Offset, Offset + Size))
}

/** A VARDATA_WIRE and the structure. */
export function encodeVardata<T>(codec: Codec<T>, value: T): Uint8Array {
  const data = encode(codec, value)
  const head = encode(VARDATA_WIRE, { Size: data.length, Offset: VARDATA_LENGTH })
  return Buffer.concat([head, data])
}
