/** Who may log on to practice hosts, and what each may do there. */
import { randomBytes } from 'node:crypto'
import type { Wish } from '../../answer/answering.ts'
import { PasswordCredential } from '../../auth/credential.ts'
import type { Principal } from '../../auth/mechanism.ts'

export interface LabUser {
  readonly account: string
  readonly password: string
  /** An administrator may do everything; a user what he likes with his own sessions, and look at the others. */
  readonly role: 'administrator' | 'user'
}

/** The accounts of practice hosts that were opened together, with passwords made for them. Disposal forgets them. */
export class LabUsers implements Disposable {
  readonly all: readonly LabUser[]
  readonly #credentials: ReadonlyMap<string, PasswordCredential>

  constructor() {
    this.all = [
      { account: 'admin', password: newPassword(), role: 'administrator' },
      { account: 'alice', password: newPassword(), role: 'user' },
    ]
    this.#credentials = new Map(
      this.all.map(({ account, password }) => [account, new PasswordCredential(account, '', password)]),
    )
  }

  /** Null where there is no such account. */
  ntHash(user: string): Uint8Array | null {
    return this.#credentials.get(user.toLowerCase())?.ntHash ?? null
  }

  /** Whether the account may have what it wishes for. */
  allows(caller: Principal, wish: Wish): boolean {
    const user = caller.user.toLowerCase()
    if (wish.right === 'WINSTATION_QUERY') return true
    if (this.all.some(({ account, role }) => account === user && role === 'administrator')) return true
    const owner = wish.right === 'PROCESS_TERMINATE' ? wish.process.user : wish.session.user
    return owner.toLowerCase() === user
  }

  [Symbol.dispose](): void {
    for (const credential of this.#credentials.values()) credential[Symbol.dispose]()
  }
}

/** 96 random bits, in characters that a shell leaves alone. */
function newPassword(): string {
  return randomBytes(12).toString('base64url')
}
