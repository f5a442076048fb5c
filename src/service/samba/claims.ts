/** Claims of Active Directory in a token: passed over, for nothing here depends on them. [MS-DTYP] 2.4.10.1 */
import { ulong, ushort } from '../../rpc/ndr/scalars.ts'
import { type Codec, read } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { u16, u32 } from '../../wire/integers.ts'
import type { Reader } from '../../wire/reader.ts'

/** Where a claim's name and values lie, and of what type they are. */
interface Head {
  readonly type: number
  readonly offsets: readonly number[]
}

/** Zeros that may stand between two parts. */
const MOST_PADDING = 7

/** CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1 as Samba sends it: its parts lie behind all claims, in the order of their offsets. */
export const claim: Codec<void> = {
  align: 4,
  hasTail: true,
  writeHead() {
    throw new TypeError('Claims are only read')
  },
  writeTail() {},
  readHead(r): Head {
    const name = read(ulong, r)
    const type = read(ushort, r)
    r.take(2 + 4)
    const count = r.check(read(ulong, r), 4)
    return { type, offsets: [name, ...Array.from({ length: count }, () => read(ulong, r))] }
  },
  readTail(r, head) {
    const { type, offsets } = head as Head
    for (const [i, offset] of offsets.entries()) {
      advance(r, offset)
      passOver(r, i === 0 ? STRING : type)
    }
  },
}

/** Offsets count from the first byte of all; each part must follow the last. */
function advance(r: Reader, offset: number): void {
  const gap = r.origin + offset - r.position
  const isNext = gap >= 0 && gap <= MOST_PADDING && r.slice(gap).every((byte) => byte === 0)
  if (!isNext) throw new DecodeError(`part of a claim lies at ${offset}`, r.position)
}

const STRING = 3

/** [MS-DTYP] 2.4.10.1: INT64, UINT64, STRING, SID, BOOLEAN, OCTET_STRING */
function passOver(r: Reader, type: number): void {
  switch (type) {
    case 1:
    case 2:
    case 6:
      r.take(8)
      return
    case STRING:
      while (read(u16, r) !== 0);
      return
    case 5:
    case 0x10:
      r.take(read(u32, r))
      return
    default:
      throw new DecodeError(`claims of type ${type}`, r.position)
  }
}
