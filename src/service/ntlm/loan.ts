/** A helper while one handshake has it. */
import { Patience } from '../../rpc/patience.ts'
import type { Helper } from './helper.ts'

/** What the lender hears of. */
export interface Lender {
  /** How long a handshake may leave its helper waiting before others may have it. */
  readonly graceMs: number
  /** The helper has been waiting that long. */
  overdue(): void
  returned(loan: Loan, helper: Helper): void
}

/** One loan; disposal gives the helper back. */
export class Loan implements Disposable {
  readonly owner: string
  readonly #lender: Lender
  readonly #patience: Patience
  #helper: Helper | null
  #isOverdue = false

  constructor(owner: string, helper: Helper, lender: Lender) {
    this.owner = owner
    this.#helper = helper
    this.#lender = lender
    this.#patience = new Patience(lender.graceMs, () => {
      this.#isOverdue = true
      lender.overdue()
    })
  }

  /** Whether another handshake may have the helper. */
  get isOverdue(): boolean {
    return this.#isOverdue
  }

  /** Rejects also where another handshake has the helper by now. */
  async ask(line: string): Promise<Uint8Array> {
    if (this.#helper === null) throw new Error('The handshake has taken too long')
    this.#patience.end()
    this.#isOverdue = false
    try {
      return await this.#helper.ask(line)
    } finally {
      if (this.#helper !== null) this.#patience.begin()
    }
  }

  /** Takes the helper away. */
  revoke(): Helper | null {
    const helper = this.#helper
    this.#helper = null
    this.#patience.end()
    return helper
  }

  [Symbol.dispose](): void {
    const helper = this.revoke()
    if (helper !== null) this.#lender.returned(this, helper)
  }
}
