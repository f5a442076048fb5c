/** The digests and keyed digests the protocols use, over node:crypto. */
import { createHash, createHmac } from 'node:crypto'

/** The MD5 digest of the parts, one after the other. RFC 1321 */
export function md5(...parts: readonly Uint8Array[]): Uint8Array {
  return digest('md5', parts)
}

/** The SHA-512 digest of the parts, one after the other. FIPS 180-4 */
export function sha512(...parts: readonly Uint8Array[]): Uint8Array {
  return digest('sha512', parts)
}

/** HMAC-MD5 over the parts, one after the other. RFC 2104 */
export function hmacMd5(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  return keyed('md5', key, parts)
}

/** HMAC-SHA256 over the parts, one after the other. RFC 2104 */
export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  return keyed('sha256', key, parts)
}

function digest(algorithm: string, parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash(algorithm)
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function keyed(algorithm: string, key: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac(algorithm, key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}
