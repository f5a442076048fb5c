/** The accounts of one call: whose they are, and their passwords, each asked for once however many hosts take it. */
import { type Credential, credentialOf } from '../host/credential.ts'
import type { TstsTarget } from '../host/target.ts'
import type { Call } from './command.ts'
import { askPassword, readPasswordFile, readPasswordStdin } from './password.ts'
import { UsageError } from './usage.ts'

export class Accounts implements Disposable {
  readonly #call: Call
  readonly #credentials = new Map<string, Promise<Credential>>()

  constructor(call: Call) {
    this.#call = call
  }

  /**
   * The credential for a host: of the account of /as, else of the one in the hosts file; null where neither names one.
   * @throws UsageError passwordMissing, passwordUnreadable, passwordExposed
   */
  async credentialFor(target: TstsTarget): Promise<Credential | null> {
    const account = this.#call.parsed.switches.get('as') ?? target.account
    if (account === null) return null
    const key = `${account}\n${target.passwordFile ?? ''}`
    const known = this.#credentials.get(key)
    if (known) return await known
    const made = this.#password(account, target).then((password) => credentialOf(account, password))
    this.#credentials.set(key, made)
    return await made
  }

  [Symbol.dispose](): void {
    for (const credential of this.#credentials.values()) {
      credential.then(
        (each) => each[Symbol.dispose](),
        () => {}, // ignored: whoever asked for it was told
      )
    }
  }

  async #password(account: string, target: TstsTarget): Promise<string> {
    const { parsed, io } = this.#call
    if (parsed.switches.has('password-stdin')) return await readPasswordStdin(io)
    const file = parsed.switches.get('password-file') ?? (parsed.switches.has('as') ? null : target.passwordFile)
    if (file) return await readPasswordFile(file)
    if (!io.interactive) throw new UsageError('passwordMissing', { account })
    return await askPassword(this.#call, account)
  }
}
