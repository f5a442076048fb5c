/** Parts of a message that are measured, and of which nothing is kept. */
import { conformantVarying } from '../../rpc/ndr/arrays.ts'
import { octets } from '../../rpc/ndr/items.ts'
import { unique } from '../../rpc/ndr/pointers.ts'
import { ulong } from '../../rpc/ndr/scalars.ts'
import { sized } from '../../wire/bytes.ts'
import { type Codec, mapped } from '../../wire/codec.ts'
import { secret } from '../../wire/secret.ts'

const NOTHING = new Uint8Array()

/** The same bytes, written as `standIn` and dropped when they are read. */
export function ignored<T>(codec: Codec<T>, standIn: T): Codec<void> {
  return mapped<T, void>(
    codec,
    () => standIn,
    () => {},
  )
}

/** A byte count and that many bytes that nobody may see, not even in a trace. */
export const hiddenBlob: Codec<void> = secret(ignored(sized(ulong), NOTHING))

/** A pointer to text, or none. */
export const ignoredText: Codec<void> = ignored(unique(conformantVarying(octets)), null)
