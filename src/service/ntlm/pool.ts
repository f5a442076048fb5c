/** A few helpers for many handshakes, of which each keeps one between its second and its third message. */
import { Helper, type HelperOptions } from './helper.ts'
import { type Lender, Loan } from './loan.ts'

/** How many helpers there are, and how they are run. */
export interface HelperPoolOptions extends Partial<HelperOptions> {
  /** Default 16. */
  readonly size?: number | undefined
  /** How long a handshake may leave its helper waiting while others need one. Default 1 s. */
  readonly graceMs?: number | undefined
  /** Hears when the program cannot be run, hangs or dies. */
  readonly onTrouble?: ((reason: string) => void) | undefined
}

/** A helper that nobody needs ends after this time. */
const IDLE_MS = 60_000
/** The session key is wanted, to sign and to seal with. */
const FEATURES = 'SF NTLMSSP_FEATURE_SESSION_KEY|NTLMSSP_FEATURE_SIGN|NTLMSSP_FEATURE_SEAL'

interface Waiter {
  readonly owner: string
  readonly resolve: (loan: Loan) => void
  readonly reject: (error: unknown) => void
}

/**
 * Starts helpers as they are needed; disposal ends them. An owner has at most half of them, and whoever has fewest comes
 * first, so that handshakes that are begun and not finished keep back nobody but their own owner.
 */
export class HelperPool implements Disposable {
  readonly #options: HelperOptions
  readonly #size: number
  readonly #onTrouble: (reason: string) => void
  readonly #lender: Lender
  readonly #all = new Set<Helper>()
  readonly #idle = new Map<Helper, NodeJS.Timeout>()
  /** In the order in which they began. */
  readonly #loans = new Set<Loan>()
  #waiters: Waiter[] = []
  #disposed = false

  constructor({
    command = ['ntlm_auth'],
    env = { PATH: process.env.PATH, LC_ALL: 'C' },
    commandMs = 10_000,
    size = 16,
    graceMs = 1_000,
    onTrouble = () => {},
  }: HelperPoolOptions = {}) {
    this.#options = { command, env, commandMs }
    this.#size = size
    this.#onTrouble = onTrouble
    const returned = (loan: Loan, helper: Helper) => this.#takeBack(loan, helper)
    this.#lender = { graceMs, overdue: () => this.#serve(), returned }
  }

  /** A helper for a handshake of `owner`. */
  borrow(owner: string): Promise<Loan> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ owner, resolve, reject })
      this.#serve()
    })
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    for (const timer of this.#idle.values()) clearTimeout(timer)
    for (const helper of this.#all) helper[Symbol.dispose]()
    this.#serve()
  }

  /** Lends what there is to those who wait. */
  #serve(): void {
    if (this.#disposed) {
      for (const { reject } of this.#waiters.splice(0)) reject(new Error('The service is stopping'))
      return
    }
    while (this.#serveOne());
  }

  #serveOne(): boolean {
    for (const waiter of this.#waiters.toSorted((a, b) => this.#count(a.owner) - this.#count(b.owner))) {
      const helper = this.#helperFor(waiter.owner)
      if (helper === null) continue
      this.#waiters = this.#waiters.filter((each) => each !== waiter)
      this.#lend(helper, waiter)
      return true
    }
    return false
  }

  #count(owner: string): number {
    return [...this.#loans].filter((loan) => loan.owner === owner).length
  }

  #helperFor(owner: string): Helper | null {
    const mayHaveMore = this.#count(owner) < Math.ceil(this.#size / 2)
    const free = mayHaveMore ? (this.#takeIdle() ?? this.#start()) : null
    return free ?? this.#revoke(mayHaveMore ? null : owner)
  }

  #takeIdle(): Helper | null {
    const helper = [...this.#idle.keys()].findLast(({ isAlive }) => isAlive)
    if (helper === undefined) return null
    clearTimeout(this.#idle.get(helper))
    this.#idle.delete(helper)
    return helper
  }

  #start(): Helper | null {
    if (this.#all.size >= this.#size) return null
    const helper = new Helper(this.#options)
    this.#all.add(helper)
    void helper.gone.then((reason) => this.#forget(helper, reason))
    return helper
  }

  /** The helper that has been waiting longest for whoever has most of them, or for one owner. */
  #revoke(owner: string | null): Helper | null {
    const overdue = [...this.#loans].filter((loan) => loan.isOverdue && (owner === null || loan.owner === owner))
    const [loan] = overdue.sort((a, b) => this.#count(b.owner) - this.#count(a.owner))
    if (loan === undefined) return null
    this.#loans.delete(loan)
    return loan.revoke()
  }

  /** What is wanted is said anew each time: the last handshake may have left anything behind. */
  #lend(helper: Helper, { owner, resolve, reject }: Waiter): void {
    const loan = new Loan(owner, helper, this.#lender)
    this.#loans.add(loan)
    loan.ask(FEATURES).then(
      () => resolve(loan),
      (error) => {
        loan[Symbol.dispose]()
        reject(error)
      },
    )
  }

  /** One that was given back in the middle of an answer cannot be trusted with the next question. */
  #takeBack(loan: Loan, helper: Helper): void {
    this.#loans.delete(loan)
    if (helper.isBusy || this.#disposed) helper[Symbol.dispose]()
    else if (helper.isAlive) this.#idle.set(helper, setTimeout(() => helper[Symbol.dispose](), IDLE_MS).unref())
    this.#serve()
  }

  #forget(helper: Helper, reason: string): void {
    this.#all.delete(helper)
    clearTimeout(this.#idle.get(helper))
    const wasIdle = this.#idle.delete(helper)
    if (!this.#disposed && !wasIdle) this.#onTrouble(reason)
    this.#serve()
  }
}
