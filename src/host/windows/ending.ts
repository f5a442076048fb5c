/** The steps of ending a session of Windows; Windows ends it itself when the user's processes are gone. */
import { setTimeout as after } from 'node:timers/promises'
import type { Ending, EndingHost } from '../../session/ending.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import { type Session, sameLogon } from '../../session/session.ts'
import { failureOf, isBusy, isDenied, isGone, processOf } from './border.ts'
import { isSystem } from './sid.ts'
import type { Calls } from './thread.ts'

/** Windows reports no end of one session; it is asked for the list again after so long. */
const LIST_AGAIN_MS = 100

/** One session that is being ended. */
export class WindowsEnding implements Ending {
  readonly notes = []
  readonly #host: EndingHost
  readonly #calls: Calls
  readonly #session: Session
  readonly #id: number

  constructor(host: EndingHost, calls: Calls, session: Session) {
    this.#host = host
    this.#calls = calls
    this.#session = session
    this.#id = Number(session.id)
  }

  async ask(options: CallOptions): Promise<void> {
    await this.#logoff(options)
  }

  async gone({ signal }: CallOptions): Promise<void> {
    while (!(await this.#isGone({ signal }))) await after(LIST_AGAIN_MS, undefined, signal ? { signal } : {})
  }

  async remaining(options: CallOptions): Promise<readonly Process[]> {
    try {
      const rows = await this.#calls.call('enumerateProcesses', [this.#id], options)
      return rows.filter((row) => !isSystem(row.userSid) && row.processId !== process.pid).map(processOf)
    } catch (error) {
      if (isGone(error)) return []
      // Who may end a session need not be allowed to see its processes; a session that is not listed has none.
      if (isDenied(error) && !(await this.#find(options))) return []
      throw failureOf(error, { host: this.#host.name, action: 'processes', id: '' })
    }
  }

  /**
   * Ends the user's processes, so that nothing is left that could delay the log-off. Those of the system are left to it:
   * some of them are critical, and Windows stops when one of these ends.
   */
  async kill(options: CallOptions): Promise<void> {
    for (const { pid } of await this.remaining(options)) {
      await this.#trying('endProcess', String(pid), () => this.#calls.call('terminateProcess', [pid], options))
    }
    await this.#logoff(options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // ignored: an ending holds nothing of the host
  }

  async #isGone(options: CallOptions): Promise<boolean> {
    if (this.#session.current) return (await this.remaining(options)).length === 0
    return (await this.#find(options)) === null
  }

  async #find(options: CallOptions): Promise<Session | null> {
    const now = await this.#host.find(this.#session.id, options)
    return now && sameLogon(now, this.#session) ? now : null
  }

  /** A session that Windows is at work on may be ending already: what comes of it, the listing shows. */
  async #logoff(options: CallOptions): Promise<void> {
    await this.#trying('logoff', this.#session.id, () => this.#calls.call('logoffSession', [this.#id], options), isBusy)
  }

  /** What is gone by itself meanwhile is as wanted. */
  async #trying(
    action: 'logoff' | 'endProcess',
    id: string,
    work: () => Promise<void>,
    isFine: (error: unknown) => boolean = () => false,
  ): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!isGone(error) && !isFine(error)) throw failureOf(error, { host: this.#host.name, action, id })
    }
  }
}
