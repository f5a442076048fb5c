/** Log-offs and resets that are carried out whatever is restarted meanwhile, this service included. */
import type { EndOptions, SessionHost } from '../../session/host.ts'
import type { Result } from '../../session/result.ts'
import type { Session } from '../../session/session.ts'
import type { AcceptedEndings, Kept } from './accepted.ts'
import { isLogon, logonOf } from './logon.ts'
import { isLost, type Steady } from './steady.ts'

/** What came of an ending that the service had begun when it was ended itself. */
export interface TakenUp {
  readonly action: 'logoff' | 'reset'
  /** Who had asked for it. */
  readonly who: string
  /** Null where that logon was over already. */
  readonly result: Result | null
}

/** What is to be ended and for whom; the session under the machine's own ID. */
interface Order {
  readonly action: 'logoff' | 'reset'
  readonly who: string
  readonly session: Session
}

/** Ends sessions and remembers which. */
export class Endings {
  readonly #steady: Steady
  readonly #accepted: AcceptedEndings
  /** By what is done to which logon. */
  readonly #running = new Map<string, Promise<Result>>()

  constructor(steady: Steady, accepted: AcceptedEndings) {
    this.#steady = steady
    this.#accepted = accepted
  }

  /**
   * Is on disk before it returns; an abort leaves it there for the next start. Whoever asks for what is under way already
   * gets what comes of that.
   */
  end({ action, who, session }: Order, options: EndOptions): Promise<Result> {
    const logon = logonOf(session)
    const key = JSON.stringify([action, logon])
    const running = this.#running.get(key)
    if (running) return running
    const kept = this.#accepted.keep({ action, who, logon, graceMs: options.graceMs ?? null })
    const ending = this.#carryOut(kept, session, options).finally(() => this.#running.delete(key))
    this.#running.set(key, ending)
    return ending
  }

  /** Goes on with what was cut off; each is told of when it is over. */
  async takeUp(told: (each: TakenUp) => void, signal: AbortSignal): Promise<void> {
    await Promise.all(
      this.#accepted.left().map(async (kept) => {
        const { action, who, logon, graceMs } = kept.accepted
        const session = await this.#steady.persist((host) => host.find(logon.id, { signal }), { signal })
        const isThere = session !== null && isLogon(session, logon)
        const options = { signal, graceMs: graceMs ?? undefined }
        const result = isThere ? await this.#carryOut(kept, session, options) : null
        if (!isThere) this.#accepted.done(kept)
        told({ action, who, result })
      }),
    )
  }

  async #carryOut(kept: Kept, session: Session, options: EndOptions): Promise<Result> {
    const { action } = kept.accepted
    const end = async (host: SessionHost) => {
      const result = await host[action](session, options)
      // What has ended is not harmed by being asked to end once more.
      if (result.error && isLost(result.error)) throw result.error
      return result
    }
    try {
      const result = await this.#steady.persist(end, options)
      this.#accepted.done(kept)
      return result
    } catch (error) {
      if (!options.signal?.aborted && !this.#steady.over.aborted) this.#accepted.done(kept)
      throw error
    }
  }
}
