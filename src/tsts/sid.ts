/** Security identifiers: in a packet, in NDR, and as text. [MS-DTYP] 2.4.2 */
import { conformantStruct } from '../rpc/ndr/conformant-struct.ts'
import { uchar, ulong } from '../rpc/ndr/scalars.ts'
import { bytes } from '../wire/bytes.ts'
import { type Codec, mapped } from '../wire/codec.ts'
import { literal } from '../wire/constants.ts'
import { u8, u32 } from '../wire/integers.ts'
import { countOf, list } from '../wire/list.ts'
import { struct } from '../wire/struct.ts'

interface Parts {
  IdentifierAuthority: Uint8Array
  SubAuthority: number[]
}

/** In a packet, as text `S-1-5-21-…`. [MS-DTYP] 2.4.2.2 */
export const SID: Codec<string> = textOf(
  struct({
    Revision: literal(u8, 1),
    SubAuthorityCount: countOf(u8, 'SubAuthority'),
    IdentifierAuthority: bytes(6),
    SubAuthority: list(u32, 'SubAuthorityCount'),
  }),
)

/** In NDR, as text. [MS-DTYP] 2.4.2.3 */
export const RPC_SID: Codec<string> = textOf(
  conformantStruct(
    {
      Revision: literal(uchar, 1),
      SubAuthorityCount: countOf(uchar, 'SubAuthority'),
      IdentifierAuthority: bytes(6),
      SubAuthority: list(ulong, 'SubAuthorityCount'),
    },
    'SubAuthority',
  ),
)

function textOf(parts: Codec<Parts>): Codec<string> {
  return mapped(parts, parse, format)
}

/** An authority of 2^32 and above is written in hexadecimal. [MS-DTYP] 2.4.2.1 */
function format({ IdentifierAuthority, SubAuthority }: Parts): string {
  const hex = Buffer.from(IdentifierAuthority).toString('hex')
  const authority = Number.parseInt(hex, 16)
  return ['S-1', authority < 2 ** 32 ? authority : `0x${hex}`, ...SubAuthority].join('-')
}

function parse(text: string): Parts {
  const found = /^S-1-(\d{1,10}|0x[0-9a-f]{12})((?:-\d{1,10}){0,15})$/i.exec(text)
  if (found === null) throw new TypeError(`"${text}" is no SID`)
  const [, authority, rest] = found
  return {
    IdentifierAuthority: Buffer.from(Number(authority).toString(16).padStart(12, '0'), 'hex'),
    SubAuthority: rest!.split('-').slice(1).map(Number),
  }
}
