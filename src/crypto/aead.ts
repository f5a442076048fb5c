/** Authenticated encryption: AES-CCM and AES-GCM with 128 and 256-bit keys. RFC 5084 */
import { type CipherCCMTypes, type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto'

const TAG = 16

/** What travels: the encrypted bytes and the tag that vouches for them and for the data beside them. */
export interface Sealed {
  readonly ciphertext: Uint8Array
  readonly tag: Uint8Array
}

/** An authenticated cipher; a nonce may be used once per key. */
export interface Aead {
  readonly keyLength: number
  readonly nonceLength: number
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, beside: Uint8Array): Sealed
  /** The plaintext, or null when the tag does not vouch for it. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Sealed, beside: Uint8Array): Uint8Array | null
}

export const AES_128_CCM = ccm('aes-128-ccm', 16)
export const AES_256_CCM = ccm('aes-256-ccm', 32)
export const AES_128_GCM = gcm('aes-128-gcm', 16)
export const AES_256_GCM = gcm('aes-256-gcm', 32)

function gcm(name: CipherGCMTypes, keyLength: number): Aead {
  return {
    keyLength,
    nonceLength: 12,
    seal(key, nonce, plaintext, beside) {
      const cipher = createCipheriv(name, key, nonce, { authTagLength: TAG })
      cipher.setAAD(beside)
      const ciphertext = cipher.update(plaintext)
      cipher.final()
      return { ciphertext, tag: cipher.getAuthTag() }
    },
    open(key, nonce, { ciphertext, tag }, beside) {
      if (tag.length !== TAG) return null
      const decipher = createDecipheriv(name, key, nonce, { authTagLength: TAG })
      decipher.setAAD(beside).setAuthTag(tag)
      return vouched(() => {
        const plaintext = decipher.update(ciphertext)
        decipher.final()
        return plaintext
      })
    },
  }
}

/** SMB 3 uses CCM with 11-byte nonces. [MS-SMB2] 2.2.41 */
function ccm(name: CipherCCMTypes, keyLength: number): Aead {
  return {
    keyLength,
    nonceLength: 11,
    seal(key, nonce, plaintext, beside) {
      const cipher = createCipheriv(name, key, nonce, { authTagLength: TAG })
      cipher.setAAD(beside, { plaintextLength: plaintext.length })
      const ciphertext = cipher.update(plaintext)
      cipher.final()
      return { ciphertext, tag: cipher.getAuthTag() }
    },
    open(key, nonce, { ciphertext, tag }, beside) {
      if (tag.length !== TAG) return null
      const decipher = createDecipheriv(name, key, nonce, { authTagLength: TAG })
      decipher.setAuthTag(tag).setAAD(beside, { plaintextLength: ciphertext.length })
      return vouched(() => {
        const plaintext = decipher.update(ciphertext)
        decipher.final()
        return plaintext
      })
    },
  }
}

/** OpenSSL reports a tag that does not fit by throwing an error without a code of its own. */
function vouched(open: () => Uint8Array): Uint8Array | null {
  try {
    return open()
  } catch {
    return null
  }
}
