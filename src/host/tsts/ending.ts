/** How a session of a Windows host ends: asked, watched by its notifications and by looking, reset where it resists. */
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
import { Notifications } from './notifications.ts'
import { isUnsupported, means } from './outcome.ts'
import { listProcesses } from './processes.ts'
import { findSession } from './sessions.ts'

/** How often it is looked after the session: seldom where the host tells of changes. */
const POLL_MS = 250
const NOTIFIED_POLL_MS = 1000

/** Registers for word of the session before anything is asked for. */
export async function beginEnding(
  attempt: Try,
  session: Session,
  action: 'logoff' | 'reset',
  options: CallOptions,
): Promise<Ending> {
  const aim: Aim = { action, id: session.id, need: action === 'logoff' ? 'WINSTATION_LOGOFF' : 'WINSTATION_RESET' }
  const notifications = await attempt(aim, options, async (link, each) => {
    try {
      return await Notifications.open(link, Number(session.id), each)
    } catch (error) {
      // ignored: looking takes the place of being told
      if (isUnsupported(error) || means(error, 'ACCESS_DENIED')) return null
      throw error
    }
  })
  return new TstsEnding(attempt, session, aim, notifications)
}

class TstsEnding implements Ending {
  readonly notes: readonly Note[] = []
  readonly #attempt: Try
  readonly #session: Session
  readonly #aim: Aim
  #notifications: Notifications | null
  #told: Promise<void> | null = null
  #over = false

  constructor(attempt: Try, session: Session, aim: Aim, notifications: Notifications | null) {
    this.#attempt = attempt
    this.#session = session
    this.#aim = aim
    this.#notifications = notifications
  }

  async ask(options: CallOptions): Promise<void> {
    await this.#act(options, { ...this.#aim, need: 'WINSTATION_LOGOFF' }, logOff)
  }

  async kill(options: CallOptions): Promise<void> {
    await this.#act(options, { ...this.#aim, need: 'WINSTATION_RESET' }, reset)
  }

  async gone(options: CallOptions): Promise<void> {
    while (!(await this.#isGone(options))) await this.#change(options)
  }

  async remaining(options: CallOptions): Promise<readonly Process[]> {
    if (this.#over) return []
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

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#notifications?.[Symbol.asyncDispose]()
  }

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
    this.#over = (await this.remaining(options)).length === 0
    return this.#over
  }

  /** Resolves when something may have changed. */
  async #change({ signal }: CallOptions): Promise<void> {
    const ms = this.#notifications ? NOTIFIED_POLL_MS : POLL_MS
    const over = new AbortController()
    const waited = delay(ms, undefined, { signal: over.signal }).catch(() => {})
    try {
      await abortable(Promise.race([waited, this.#untilTold() ?? waited]), signal)
    } finally {
      over.abort()
    }
  }

  /** One wait at a time stays with the host; where it fails, looking has to do. */
  #untilTold(): Promise<void> | null {
    if (!this.#notifications) return null
    this.#told ??= this.#notifications.next({}).then(
      () => {
        this.#told = null
      },
      () => {
        this.#told = null
        this.#notifications = null
      },
    )
    return this.#told
  }
}
