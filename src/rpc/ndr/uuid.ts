/** UUIDs: three integers and eight bytes. [C706] A.1, [MS-DTYP] 2.3.4 */

import { bytes } from '../../wire/bytes.ts'
import { type Codec, mapped } from '../../wire/codec.ts'
import { u16, u32 } from '../../wire/integers.ts'
import { struct } from '../../wire/struct.ts'
import { ulong, ushort } from './scalars.ts'

/** As text in lower case, in a packet: `88143fd0-c28d-4b2b-8fef-8d882f6a9390`. */
export const uuid: Codec<string> = textOf(struct({ low: u32, mid: u16, high: u16, rest: bytes(8) }))

/** The same as an NDR type, which is aligned to 4. */
export const GUID: Codec<string> = textOf(struct({ low: ulong, mid: ushort, high: ushort, rest: bytes(8) }))

interface Parts {
  low: number
  mid: number
  high: number
  rest: Uint8Array
}

function textOf(parts: Codec<Parts>): Codec<string> {
  return mapped(parts, parse, format)
}

function format({ low, mid, high, rest }: Parts): string {
  const tail = Buffer.from(rest).toString('hex')
  return `${digits(low, 8)}-${digits(mid, 4)}-${digits(high, 4)}-${tail.slice(0, 4)}-${tail.slice(4)}`
}

function parse(text: string): Parts {
  const parts = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i.exec(text)
  if (parts === null) throw new TypeError(`"${text}" is no UUID`)
  const [, low, mid, high, clock, node] = parts
  return {
    low: Number.parseInt(low!, 16),
    mid: Number.parseInt(mid!, 16),
    high: Number.parseInt(high!, 16),
    rest: Buffer.from(`${clock}${node}`, 'hex'),
  }
}

function digits(value: number, length: number): string {
  return value.toString(16).padStart(length, '0')
}
