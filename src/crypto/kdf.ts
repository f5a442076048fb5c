/** The key derivation function in counter mode with HMAC-SHA256. NIST SP 800-108 §5.1 */
import { hmacSha256 } from './hash.ts'

const DIGEST = 32

/**
 * Derives a key of `length` bytes, at most 32, from a key, a label that says what for and a context that says for whom.
 * The counter and the length are 32 bits, as SMB 3 has them. [MS-SMB2] 3.1.4.2
 */
export function kdf(key: Uint8Array, label: Uint8Array, context: Uint8Array, length: number): Uint8Array {
  if (length > DIGEST) throw new RangeError(`One round derives ${DIGEST} bytes, not ${length}`)
  const bits = new Uint8Array(4)
  new DataView(bits.buffer).setUint32(0, length * 8)
  return hmacSha256(key, FIRST, label, SEPARATOR, context, bits).subarray(0, length)
}

const FIRST = Uint8Array.of(0, 0, 0, 1)
const SEPARATOR = Uint8Array.of(0)
