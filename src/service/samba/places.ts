/** Places for callers: so many altogether, and a quarter of them for one account. */

/** What one account may have of all places. */
const SHARE = 1 / 4

/** Counts who is being served. */
export class Places {
  readonly #taken = new Map<string, number>()
  #count = 0

  /** A place of `limit` that disposal gives back; null where none is left, or none for this account. */
  take(account: string, limit: number): Disposable | null {
    const own = this.#taken.get(account) ?? 0
    if (this.#count >= limit || own >= Math.ceil(limit * SHARE)) return null
    this.#taken.set(account, own + 1)
    this.#count += 1
    let isTaken = true
    return {
      [Symbol.dispose]: () => {
        if (!isTaken) return
        isTaken = false
        this.#giveBack(account)
      },
    }
  }

  #giveBack(account: string): void {
    this.#count -= 1
    const left = (this.#taken.get(account) ?? 1) - 1
    if (left === 0) this.#taken.delete(account)
    else this.#taken.set(account, left)
  }
}
