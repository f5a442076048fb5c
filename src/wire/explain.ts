/** What the bytes of a message mean, field by field, from the declaration that decodes it. */
import { type Codec, read } from './codec.ts'
import { DecodeError } from './decode-error.ts'
import { Reader } from './reader.ts'
import { Trace, type TracedField } from './trace.ts'

/** What could be said of a message. */
export interface Explanation {
  /** In the order of their bytes. Heads that describe a tail and the tail have a row each. */
  readonly fields: readonly TracedField[]
  /** Why the rest could not be read; null when all was. */
  readonly error: DecodeError | null
}

/** Explains what can be explained, and never throws for what the bytes hold. Offsets count from `origin`. */
export function explain<T>(codec: Codec<T>, bytes: Uint8Array, origin = 0): Explanation {
  const trace = new Trace()
  let error: DecodeError | null = null
  try {
    read(codec, new Reader(bytes, { origin, trace }))
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown
    error = thrown
  }
  return { fields: trace.fields.toSorted((a, b) => a.start - b.start), error }
}
