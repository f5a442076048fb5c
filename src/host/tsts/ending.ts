/** How a session of a Windows host ends: asked, looked after until it is gone, reset where it resists. */
import { setTimeout as delay } from 'node:timers/promises'
import { LogoffError } from '../../errors.ts'
import { abortable } from '../../session/deadline.ts'
import type { Ending } from '../../session/ending.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import type { Note } from '../../session/result.ts'
import { type Session, sameLogon } from '../../session/session.ts'
import { logOff, reset } from './acts.ts'
import type { Aim, Try } from './attempt.ts'
import { isUnsupported, means } from './outcome.ts'
import { listProcesses } from './processes.ts'
import { findSession } from './sessions.ts'

/** How long is waited between two looks: longer and longer, since most sessions end soon and some late. */
const FIRST_POLL_MS = 10
const LONGEST_POLL_MS = 500

/**
 * Being told would take a pipe of its own, bound and registered, which costs more questions than looking does. Nothing
 * can be missed between: a session that is gone stays gone.
 */
export function endingOf(attempt: Try, session: Session, action: 'logoff' | 'reset'): Ending {
  const need = action === 'logoff' ? 'WINSTATION_LOGOFF' : 'WINSTATION_RESET'
  return new TstsEnding(attempt, session, { action, id: session.id, need })
}

class TstsEnding implements Ending {
  readonly notes: readonly Note[] = []
  readonly #attempt: Try
  readonly #session: Session
  readonly #aim: Aim
  #isProven = false

  constructor(attempt: Try, session: Session, aim: Aim) {
    this.#attempt = attempt
    this.#session = session
    this.#aim = aim
  }

  get isProven(): boolean {
    return this.#isProven
  }

  async ask(options: CallOptions): Promise<void> {
    await this.#act(options, { ...this.#aim, need: 'WINSTATION_LOGOFF' }, logOff)
  }

  async kill(options: CallOptions): Promise<void> {
    await this.#act(options, { ...this.#aim, need: 'WINSTATION_RESET' }, reset)
  }

  async gone(options: CallOptions): Promise<void> {
    for (let ms = FIRST_POLL_MS; !(await this.#isGone(options)); ms = Math.min(ms * 2, LONGEST_POLL_MS)) {
      await pause(ms, options.signal)
    }
  }

  async remaining(options: CallOptions): Promise<readonly Process[]> {
    return await this.#attempt({ ...this.#aim, need: 'WINSTATION_QUERY' }, options, async (link, each) => {
      try {
        const processes = await listProcesses(link, this.#session.id, each)
        // The number may already be another logon's, whose processes are not this session's.
        if (processes.length === 0) return []
        const now = await findSession(link, this.#session.id, each)
        return now && !sameLogon(now, this.#session) ? [] : processes
      } catch (error) {
        // ignored: a host that lists no processes lists a session until all of them have ended
        if (isUnsupported(error) || means(error, 'ACCESS_DENIED')) return []
        throw error
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** A session that is gone, or just being ended, needs no asking: `gone` sees to the rest. */
  async #act(options: CallOptions, aim: Aim, act: typeof reset): Promise<void> {
    try {
      await this.#attempt(aim, options, (link, each) => act(link, this.#session.id, each))
    } catch (error) {
      if (!(error instanceof LogoffError)) throw error
      const closing =
        this.#session.state === 'closing' && (error.code === 'SESSION_BUSY' || error.code === 'SESSION_STATE')
      if (error.code !== 'SESSION_NOT_FOUND' && !closing) throw error
    }
  }

  async #isGone(options: CallOptions): Promise<boolean> {
    const session = this.#session
    const aim: Aim = { ...this.#aim, need: 'WINSTATION_QUERY' }
    const now = await this.#attempt(aim, options, (link, each) => findSession(link, session.id, each))
    if (now && sameLogon(now, session)) return false
    this.#isProven = (await this.remaining(options)).length === 0
    return this.#isProven
  }
}

/** Resolves after so many milliseconds, or rejects with `signal.reason` once `signal` aborts. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  // ignored: an abort ends the wait, and its own reason is what the caller gets
  await abortable(
    delay(ms, undefined, signal ? { signal } : {}).catch(() => {}),
    signal,
  )
}
