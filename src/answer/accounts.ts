/** Accounts that have names: SIDs for them, and the way back. */
import { randomBytes } from 'node:crypto'

/** The first number that is free for accounts of a machine. [MS-DTYP] 2.4.2.4 */
const FIRST_RID = 1000

/** The accounts of one machine, each with a SID from the first time it is spoken of. */
export class Accounts {
  /** What the machine calls itself, and its accounts' domain. */
  readonly computerName: string
  /** The SID of the machine, from which those of its accounts come. */
  readonly domainSid: string
  readonly #sids = new Map<string, string>()
  readonly #names = new Map<string, string>()

  constructor(computerName: string) {
    this.computerName = computerName
    const numbers = new Uint32Array(Uint8Array.from(randomBytes(12)).buffer)
    this.domainSid = ['S-1-5-21', ...numbers].join('-')
  }

  sidOf(user: string): string {
    const key = user.toLowerCase()
    const known = this.#sids.get(key)
    if (known !== undefined) return known
    const sid = `${this.domainSid}-${FIRST_RID + this.#sids.size}`
    this.#sids.set(key, sid)
    this.#names.set(sid, user)
    return sid
  }

  /** Null for a SID that is none of its accounts'. */
  nameOf(sid: string): string | null {
    return this.#names.get(sid) ?? null
  }
}
