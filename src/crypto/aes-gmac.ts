/** AES-GMAC: AES-GCM with nothing to encrypt. NIST SP 800-38D */
import { createCipheriv } from 'node:crypto'

/** The 16-byte AES-128-GMAC of a message under a 12-byte nonce that is used once. */
export function aesGmac(key: Uint8Array, nonce: Uint8Array, message: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  cipher.setAAD(message)
  cipher.final()
  return cipher.getAuthTag()
}
