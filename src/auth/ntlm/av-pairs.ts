/** The list of named values that describes a server. [MS-NLMP] 2.2.2.1 */

import { read, write } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { u16 } from '../../wire/integers.ts'
import { Reader } from '../../wire/reader.ts'
import { Writer } from '../../wire/writer.ts'

/** AvId. */
export const AvId = {
  MsvAvEOL: 0,
  MsvAvNbComputerName: 1,
  MsvAvNbDomainName: 2,
  MsvAvDnsComputerName: 3,
  MsvAvDnsDomainName: 4,
  MsvAvFlags: 6,
  MsvAvTimestamp: 7,
  MsvAvTargetName: 9,
  MsvAvChannelBindings: 10,
} as const

/** MsvAvFlags. */
export const AvFlags = {
  /** The MIC field of the AUTHENTICATE_MESSAGE is there and counts. */
  MIC_PROVIDED: 0x0000_0002,
} as const

/** Values by AvId, in the order in which they were sent. */
export type AvPairs = ReadonlyMap<number, Uint8Array>

/** The list up to MsvAvEOL, which must be there. @throws DecodeError */
export function decodeAvPairs(bytes: Uint8Array): AvPairs {
  const r = new Reader(bytes)
  const pairs = new Map<number, Uint8Array>()
  for (;;) {
    const start = r.position
    const id = read(u16, r)
    const value = r.slice(read(u16, r))
    if (id === AvId.MsvAvEOL) return pairs
    if (pairs.has(id)) throw new DecodeError(`AvId ${id} twice`, start, 'targetInfo')
    pairs.set(id, value)
  }
}

/** The list, ended by MsvAvEOL. */
export function encodeAvPairs(pairs: AvPairs): Uint8Array {
  const w = new Writer()
  for (const [id, value] of [...pairs, [AvId.MsvAvEOL, new Uint8Array()] as const]) {
    write(u16, w, id)
    write(u16, w, value.length)
    w.write(value)
  }
  return w.bytes()
}

/** The value of MsvAvFlags; 0 where it is absent. */
export function avFlags(pairs: AvPairs): number {
  const value = pairs.get(AvId.MsvAvFlags)
  return value?.length === 4 ? new DataView(value.buffer, value.byteOffset).getUint32(0, true) : 0
}

/** The bytes of a 32-bit MsvAvFlags. */
export function avFlagsValue(flags: number): Uint8Array {
  const value = new Uint8Array(4)
  new DataView(value.buffer).setUint32(0, flags, true)
  return value
}
