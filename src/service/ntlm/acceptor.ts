/** NTLM by winbind's word: the accounts of this machine and of its domain. [MS-NLMP] 3.2.5.1 */
import type { Mechanism, Principal, Step } from '../../auth/mechanism.ts'
import { NTLM_OID, NtlmContext } from '../../auth/ntlm/context.ts'
import { hasAll, REQUIRED_FOR_SIGNING } from '../../auth/ntlm/flags.ts'
import { securityError } from '../../auth/security-status.ts'
import { NtStatus, ntStatusError } from '../../wire/ntstatus.ts'
import { isAccount, type PipeAccount } from './account.ts'
import { answerIn, keyIn } from './answer.ts'
import type { Loan } from './loan.ts'
import type { HelperPool } from './pool.ts'

/** NTLM that accepts one account: the one that opened the pipe. */
export function winbindNtlm(pool: HelperPool, account: PipeAccount): Mechanism {
  return { oid: NTLM_OID, context: () => new WinbindNtlm(pool, account) }
}

class WinbindNtlm extends NtlmContext {
  readonly #pool: HelperPool
  readonly #account: PipeAccount
  #loan: Loan | null = null
  #disposed = false

  constructor(pool: HelperPool, account: PipeAccount) {
    super('server')
    this.#pool = pool
    this.#account = account
  }

  get principal(): Principal | null {
    const { user, domain } = this.#account
    return this.done ? { user, domain } : null
  }

  async step(token: Uint8Array | null): Promise<Step> {
    if (token === null || this.done)
      throw securityError('SEC_E_OUT_OF_SEQUENCE', 'NTLM', 'expects a token of the client')
    const line = Buffer.from(token).toString('base64')
    if (this.#loan === null) return { token: await this.#challenge(line), done: false }
    using loan = this.#loan
    await this.#authenticate(loan, line)
    return { token: null, done: true }
  }

  override [Symbol.dispose](): void {
    this.#disposed = true
    this.#loan?.[Symbol.dispose]()
    super[Symbol.dispose]()
  }

  async #challenge(negotiate: string): Promise<Uint8Array> {
    const { code, text } = answerIn(await this.#begin(`YR ${negotiate}`))
    if (code === 'TT') return new Uint8Array(Buffer.from(text, 'base64'))
    this.#loan?.[Symbol.dispose]()
    throw securityError('SEC_E_INVALID_TOKEN', 'NTLM NEGOTIATE_MESSAGE', `${code} ${text}`)
  }

  /** A helper may have died while nobody needed it, as when winbind was updated: the next one is asked. */
  async #begin(line: string): Promise<Uint8Array> {
    try {
      return await (await this.#borrow()).ask(line)
    } catch {
      this.#loan?.[Symbol.dispose]()
      return await (await this.#borrow()).ask(line)
    }
  }

  async #borrow(): Promise<Loan> {
    const loan = await this.#pool.borrow(nameOf(this.#account))
    this.#loan = loan
    if (this.#disposed) loan[Symbol.dispose]()
    return loan
  }

  async #authenticate(loan: Loan, authenticate: string): Promise<void> {
    const { code, text } = answerIn(await loan.ask(`KK ${authenticate}`))
    if (code !== 'AF') throw ntStatusError('NTLM', NtStatus.STATUS_LOGON_FAILURE, text)
    if (!isAccount(this.#account, text)) throw ntStatusError('NTLM', NtStatus.STATUS_ACCESS_DENIED, 'another account')
    const flags = answerIn(await loan.ask('GF'))
    if (flags.code !== 'GF' || !hasAll(Number(flags.text), REQUIRED_FOR_SIGNING))
      throw securityError('SEC_E_UNSUPPORTED_FUNCTION', 'NTLM', 'less than 128-bit signing was agreed')
    const key = keyIn(await loan.ask('GK'))
    if (key === null) throw securityError('SEC_E_INVALID_TOKEN', 'NTLM', 'no key was exchanged')
    if (this.#disposed) key.fill(0)
    else this.establish(key)
  }
}

function nameOf({ domain, user }: PipeAccount): string {
  return `${domain}\\${user}`.toLowerCase()
}
