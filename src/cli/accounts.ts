/** The accounts of one call: whose they are, and their passwords, each asked for once however many hosts take it. */
import { LogoffError } from '../errors.ts'
import { type Credential, credentialOf } from '../host/credential.ts'
import type { TstsTarget } from '../host/target.ts'
import type { Call } from './command.ts'
import { askPassword, readPasswordFile, readPasswordStdin } from './password.ts'
import { UsageError } from './usage.ts'

/** Where a password comes from. */
type Source =
  | { readonly from: 'stdin' | 'prompt'; readonly file: '' }
  /** A file that the command line or, for one host, the hosts file names. */
  | { readonly from: 'commandLine' | 'hostsFile'; readonly file: string }

/** Gives the credentials for hosts; disposal forgets them. */
export class Accounts implements Disposable {
  readonly #call: Call
  readonly #credentials = new Map<string, Promise<Credential>>()
  #stdin: Promise<string> | null = null
  /** One prompt at a time: what is typed must go to nobody but the account that is asked for. */
  #prompt: Promise<unknown> = Promise.resolve()

  constructor(call: Call) {
    this.#call = call
  }

  /**
   * The credential for a host: of the account of /as, else of the one in the hosts file; null where neither names one.
   * @throws UsageError passwordMissing, passwordEmpty, passwordUnreadable, passwordExposed
   * @throws LogoffError PASSWORD_UNUSABLE for a file that the hosts file names
   */
  async credentialFor(target: TstsTarget): Promise<Credential | null> {
    const account = this.#call.parsed.switches.get('as') ?? target.account
    if (account === null) return null
    const source = this.#sourceFor(target)
    const key = [account, source.from, source.file].join('\n')
    const known = this.#credentials.get(key)
    const credential = known ?? this.#password(account, source).then((password) => credentialOf(account, password))
    if (!known) this.#credentials.set(key, credential)
    try {
      return await credential
    } catch (error) {
      if (source.from !== 'hostsFile' || !(error instanceof UsageError)) throw error
      throw new LogoffError('PASSWORD_UNUSABLE', { host: target.name, file: source.file }, { cause: error })
    }
  }

  [Symbol.dispose](): void {
    for (const credential of this.#credentials.values()) {
      credential.then(
        (each) => each[Symbol.dispose](),
        () => {}, // ignored: whoever asked for it was told
      )
    }
  }

  #sourceFor(target: TstsTarget): Source {
    const { switches } = this.#call.parsed
    if (switches.has('password-stdin')) return { from: 'stdin', file: '' }
    const file = switches.get('password-file')
    if (file !== undefined) return { from: 'commandLine', file }
    if (!switches.has('as') && target.passwordFile !== null) return { from: 'hostsFile', file: target.passwordFile }
    return { from: 'prompt', file: '' }
  }

  async #password(account: string, { from, file }: Source): Promise<string> {
    if (from === 'prompt') return await this.#ask(account)
    if (from !== 'stdin') return await readPasswordFile(file)
    this.#stdin ??= readPasswordStdin(this.#call.io)
    const password = await this.#stdin
    if (password === '') throw new UsageError('passwordEmpty', {})
    return password
  }

  #ask(account: string): Promise<string> {
    if (!this.#call.io.interactive) throw new UsageError('passwordMissing', { account })
    const answer = this.#prompt.then(() => askPassword(this.#call, account))
    this.#prompt = answer.catch(() => {})
    return answer
  }
}
