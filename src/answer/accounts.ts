/** The accounts of the machine whose sessions are answered for: their SIDs, and the way back. */
import { randomBytes } from 'node:crypto'

/** What the answering side needs to know of a machine's accounts. */
export interface Accounts {
  /** What the machine calls itself, and the domain of its own accounts. */
  readonly computerName: string
  /** The SID of an account, by the name that sessions and processes have; null for one that has none. */
  sidOf(user: string): string | null | Promise<string | null>
}

/** Accounts whose names can be asked for by SID too. */
export interface NamedAccounts extends Accounts {
  /** The SID of the machine, from which those of its accounts come. */
  readonly domainSid: string
  /** Null for a SID that is none of its accounts'. */
  nameOf(sid: string): string | null
}

/** The first number that is free for accounts of a machine. [MS-DTYP] 2.4.2.4 */
const FIRST_RID = 1000

/** Accounts of a machine that has no SIDs of its own: each gets one when it is spoken of first. */
export class MadeAccounts implements NamedAccounts {
  readonly computerName: string
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

  nameOf(sid: string): string | null {
    return this.#names.get(sid) ?? null
  }
}
