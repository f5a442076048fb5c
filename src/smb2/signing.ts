/** The signature in the header of a message. [MS-SMB2] 3.1.4.1, 3.1.5.1 */
import { aesCmac } from '../crypto/aes-cmac.ts'
import { aesGmac } from '../crypto/aes-gmac.ts'
import { equal } from '../crypto/equal.ts'
import { hmacSha256 } from '../crypto/hash.ts'
import { Command, SIGNATURE_OFFSET } from './messages/header.ts'
import { SigningAlgorithm } from './messages/negotiate-contexts.ts'

const SIGNATURE_LENGTH = 16

/** Whose messages are signed: it is part of AES-GMAC's nonce. */
export type Role = 'client' | 'server'

type Mac = (key: Uint8Array, message: Uint8Array, sender: Role) => Uint8Array

const MACS = new Map<number, Mac>([
  [SigningAlgorithm['HMAC-SHA256'], (key, message) => hmacSha256(key, message).subarray(0, SIGNATURE_LENGTH)],
  [SigningAlgorithm['AES-CMAC'], (key, message) => aesCmac(key, message)],
  [SigningAlgorithm['AES-GMAC'], (key, message, sender) => aesGmac(key, gmacNonce(message, sender), message)],
])

/** The keys and the algorithm with which the messages of a session are signed. */
export class Signing {
  readonly #mac: Mac
  readonly #key: Uint8Array

  constructor(algorithmId: number, key: Uint8Array) {
    const mac = MACS.get(algorithmId)
    if (!mac) throw new RangeError(`Signing algorithm ${algorithmId} is not one that is offered`)
    this.#mac = mac
    this.#key = key
  }

  /** Puts the signature into a message whose flags already say so. */
  sign(message: Uint8Array, sender: Role): void {
    const place = message.subarray(SIGNATURE_OFFSET, SIGNATURE_OFFSET + SIGNATURE_LENGTH)
    place.fill(0)
    place.set(this.#mac(this.#key, message, sender))
  }

  /** Whether the signature in a message is right. The message is the same afterwards. */
  verify(message: Uint8Array, sender: Role): boolean {
    const place = message.subarray(SIGNATURE_OFFSET, SIGNATURE_OFFSET + SIGNATURE_LENGTH)
    const signature = new Uint8Array(place)
    place.fill(0)
    const expected = this.#mac(this.#key, message, sender)
    place.set(signature)
    return equal(expected, signature)
  }

  [Symbol.dispose](): void {
    this.#key.fill(0)
  }
}

/** MessageId, then 32 bits: bit 0 set by servers, bit 1 for CANCEL. */
function gmacNonce(message: Uint8Array, sender: Role): Uint8Array {
  const view = new DataView(message.buffer, message.byteOffset)
  const nonce = new Uint8Array(12)
  nonce.set(message.subarray(MESSAGE_ID_OFFSET, MESSAGE_ID_OFFSET + 8))
  const isCancel = view.getUint16(COMMAND_OFFSET, true) === Command.CANCEL
  nonce[8] = (sender === 'server' ? 1 : 0) | (isCancel ? 2 : 0)
  return nonce
}

const COMMAND_OFFSET = 12
const MESSAGE_ID_OFFSET = 24
