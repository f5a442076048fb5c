/** Which message identifiers a client may use: Connection.CommandSequenceWindow. [MS-SMB2] 3.3.1.1 */
import { Smb2Error } from '../smb2-error.ts'

/** No client holds more credits than this. */
const MAX_CREDITS = 128

/** Identifiers that were granted and not yet used. */
export class MessageIds {
  #end = 1n
  readonly #unused = new Set<bigint>([0n])

  /** Uses up as many identifiers as the request is charged. @throws Smb2Error for one that is not the client's to use */
  use(messageId: bigint, creditCharge: number): void {
    for (let id = messageId; id < messageId + BigInt(Math.max(1, creditCharge)); id++) {
      if (!this.#unused.delete(id)) throw new Smb2Error('protocol', `Message identifier ${id} is not available`)
    }
  }

  /** Grants what is asked for as far as it goes, and always enough for one more request. */
  grant(asked: number): number {
    const credits = Math.max(this.#unused.size === 0 ? 1 : 0, Math.min(asked, MAX_CREDITS - this.#unused.size))
    for (let i = 0; i < credits; i++) this.#unused.add(this.#end++)
    return credits
  }
}
