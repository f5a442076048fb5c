/** Signing and sealing of messages with extended session security and a 128-bit exchanged key. [MS-NLMP] 3.4 */
import { equal } from '../../crypto/equal.ts'
import { hmacMd5, md5 } from '../../crypto/hash.ts'
import { Rc4 } from '../../crypto/rc4.ts'
import type { Part } from '../mechanism.ts'
import { securityError } from '../security-status.ts'

/** NTLMSSP_MESSAGE_SIGNATURE: version 1, eight bytes of checksum, sequence number. [MS-NLMP] 2.2.2.9.2 */
export const SIGNATURE_LENGTH = 16

/** Which way the messages of a `Direction` go. */
export type Sender = 'client' | 'server'

/** The keys and the sequence number of the messages that go one way. */
export class Direction {
  readonly #signingKey: Uint8Array
  #handle: Rc4
  #seqNum = 0

  constructor(exportedSessionKey: Uint8Array, sender: Sender) {
    const way = sender === 'client' ? 'client-to-server' : 'server-to-client'
    this.#signingKey = md5(exportedSessionKey, magic(way, 'signing'))
    const sealingKey = md5(exportedSessionKey, magic(way, 'sealing'))
    this.#handle = new Rc4(sealingKey)
    sealingKey.fill(0)
  }

  /** MAC(). [MS-NLMP] 3.4.4.2 */
  sign(message: Uint8Array): Uint8Array {
    return this.#signature(this.#checksum(message))
  }

  /** Checks the next signature of this direction. @throws StatusError */
  verify(message: Uint8Array, signature: Uint8Array): void {
    compare(this.sign(message), signature)
  }

  /** SEAL(): the checksum is that of the clear text, but the text takes its key stream first. [MS-NLMP] 3.4.3 */
  seal(message: Uint8Array, { start, end }: Part): Uint8Array {
    const checksum = this.#checksum(message)
    this.#handle.apply(message.subarray(start, end))
    return this.#signature(checksum)
  }

  /** Undoes `seal`. @throws StatusError */
  unseal(message: Uint8Array, { start, end }: Part, signature: Uint8Array): void {
    this.#handle.apply(message.subarray(start, end))
    compare(this.sign(message), signature)
  }

  /** Signs as `sign` does, but leaves the key stream where it is. [MS-SPNG] 3.2.5.1 */
  mic(message: Uint8Array): Uint8Array {
    const originalHandle = this.#handle.clone()
    const signature = this.sign(message)
    this.#handle[Symbol.dispose]()
    this.#handle = originalHandle
    return signature
  }

  /** Checks what the other side's `mic` made. @throws StatusError */
  verifyMic(message: Uint8Array, mic: Uint8Array): void {
    compare(this.mic(message), mic)
  }

  [Symbol.dispose](): void {
    this.#signingKey.fill(0)
    this.#handle[Symbol.dispose]()
  }

  #checksum(message: Uint8Array): Uint8Array {
    const seqNum = new Uint8Array(4)
    new DataView(seqNum.buffer).setUint32(0, this.#seqNum, true)
    return hmacMd5(this.#signingKey, seqNum, message).subarray(0, 8)
  }

  #signature(checksum: Uint8Array): Uint8Array {
    const signature = new Uint8Array(SIGNATURE_LENGTH)
    const view = new DataView(signature.buffer)
    view.setUint32(0, 1, true)
    signature.set(this.#handle.apply(checksum), 4)
    view.setUint32(12, this.#seqNum, true)
    this.#seqNum = (this.#seqNum + 1) >>> 0
    return signature
  }
}

function compare(expected: Uint8Array, signature: Uint8Array): void {
  if (!equal(expected, signature)) {
    throw securityError('SEC_E_MESSAGE_ALTERED', 'NTLM verify', 'the signature does not fit the message')
  }
}

function magic(way: string, use: string): Uint8Array {
  return Buffer.from(`session key to ${way} ${use} key magic constant\0`, 'latin1')
}
