/** Encrypted messages: a transform header and what it hides. [MS-SMB2] 2.2.41, 3.1.4.3 */
import { AES_128_CCM, AES_128_GCM, AES_256_CCM, AES_256_GCM, type Aead } from '../crypto/aead.ts'
import { decode, encode } from '../wire/codec.ts'
import { Cipher } from './messages/negotiate-contexts.ts'
import { AUTHENTICATED_OFFSET, TRANSFORM_HEADER_LENGTH, TransformHeader } from './messages/transform-header.ts'

const CIPHERS = new Map<number, Aead>([
  [Cipher['AES-128-CCM'], AES_128_CCM],
  [Cipher['AES-128-GCM'], AES_128_GCM],
  [Cipher['AES-256-CCM'], AES_256_CCM],
  [Cipher['AES-256-GCM'], AES_256_GCM],
])

/** The key length of a cipher, in bytes. */
export function cipherKeyLength(cipherId: number): number {
  return cipherOf(cipherId).keyLength
}

/** The keys of the two directions, as this side uses them. */
export interface EncryptionKeys {
  readonly encryptionKey: Uint8Array
  readonly decryptionKey: Uint8Array
}

/** The cipher and the keys of one session. */
export class Encryption {
  readonly #cipher: Aead
  readonly #keys: EncryptionKeys
  readonly #sessionId: bigint
  #sent = 0n

  constructor(cipherId: number, sessionId: bigint, keys: EncryptionKeys) {
    this.#cipher = cipherOf(cipherId)
    this.#sessionId = sessionId
    this.#keys = keys
  }

  /** The message, or the chain of messages, as it travels. The nonce is a counter: the key is this direction's alone. */
  encrypt(message: Uint8Array): Uint8Array {
    const nonce = new Uint8Array(16)
    new DataView(nonce.buffer).setBigUint64(0, this.#sent++, true)
    return this.seal(message, nonce)
  }

  /** `encrypt` with a given nonce, of which the cipher takes as many bytes as it needs. */
  seal(message: Uint8Array, nonce: Uint8Array): Uint8Array {
    const sessionId = this.#sessionId
    const signature = new Uint8Array(16)
    const header = encode(TransformHeader, { signature, nonce, originalMessageSize: message.length, sessionId })
    const beside = header.subarray(AUTHENTICATED_OFFSET)
    const sealed = this.#cipher.seal(this.#keys.encryptionKey, this.#nonceOf(nonce), message, beside)
    header.set(sealed.tag, 4)
    return Buffer.concat([header, sealed.ciphertext])
  }

  /** What an encrypted message hides, or null when it was not made with this session's key. @throws DecodeError */
  decrypt(transformed: Uint8Array): Uint8Array | null {
    const { signature, nonce, originalMessageSize } = decode(TransformHeader, transformed)
    const ciphertext = transformed.subarray(TRANSFORM_HEADER_LENGTH)
    if (originalMessageSize !== ciphertext.length) return null
    const beside = transformed.subarray(AUTHENTICATED_OFFSET, TRANSFORM_HEADER_LENGTH)
    const sealed = { ciphertext, tag: signature }
    return this.#cipher.open(this.#keys.decryptionKey, this.#nonceOf(nonce), sealed, beside)
  }

  [Symbol.dispose](): void {
    this.#keys.encryptionKey.fill(0)
    this.#keys.decryptionKey.fill(0)
  }

  #nonceOf(nonce: Uint8Array): Uint8Array {
    return nonce.subarray(0, this.#cipher.nonceLength)
  }
}

function cipherOf(cipherId: number): Aead {
  const cipher = CIPHERS.get(cipherId)
  if (!cipher) throw new RangeError(`Cipher ${cipherId} is not one that is offered`)
  return cipher
}
