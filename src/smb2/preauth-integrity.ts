/** The running hash of the messages that nothing protects yet. [MS-SMB2] 3.2.5.2, 3.2.5.3.1 */
import { sha512 } from '../crypto/hash.ts'

/** PreauthIntegrityHashValue: SHA-512 over itself and each message, in the order in which they travel. */
export class PreauthIntegrity {
  #value: Uint8Array

  constructor(value: Uint8Array = new Uint8Array(64)) {
    this.#value = value
  }

  get value(): Uint8Array {
    return this.#value
  }

  update(message: Uint8Array): void {
    this.#value = sha512(this.#value, message)
  }

  /** The hash of a session begins where that of the connection ends. */
  clone(): PreauthIntegrity {
    return new PreauthIntegrity(this.#value)
  }
}
