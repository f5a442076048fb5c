/** LOGONID, one entry of RpcWinStationEnumerate: a memory image, not NDR. [MS-TSTS] 2.2.2.13 */
import { long, ulong } from '../rpc/ndr/scalars.ts'
import { decode, encode, type Infer } from '../wire/codec.ts'
import { DecodeError } from '../wire/decode-error.ts'
import { struct } from '../wire/struct.ts'
import { WCHARS } from './wchars.ts'

/** IDs of 65536 and above are listeners'. */
export const LOGONID = struct({
  SessionId: ulong,
  WinStationName: WCHARS(33),
  State: long,
})
export type LOGONID = Infer<typeof LOGONID>

/** sizeof(LOGONID) */
export const LOGONID_LENGTH = 76

/** The lowest ID of a listener. */
export const FIRST_LISTENER_ID = 65_536

/** The first `count` entries of a buffer. */
export function decodeLogonIds(buffer: Uint8Array, count: number): LOGONID[] {
  if (count * LOGONID_LENGTH > buffer.length)
    throw new DecodeError(`${count} entries do not fit into ${buffer.length} bytes`, 0, 'pLogonId')
  return Array.from({ length: count }, (_, i) => decode(LOGONID, buffer.subarray(i * LOGONID_LENGTH)))
}

/** The entries, one behind the other. */
export function encodeLogonIds(entries: readonly LOGONID[]): Uint8Array {
  const buffer = new Uint8Array(entries.length * LOGONID_LENGTH)
  for (const [i, entry] of entries.entries()) buffer.set(encode(LOGONID, entry), i * LOGONID_LENGTH)
  return buffer
}
