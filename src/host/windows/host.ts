/** A Windows session host by the system's own API, with the caller's own identity. */
import { LogoffError } from '../../errors.ts'
import type { SessionDetails } from '../../session/details.ts'
import { endSession } from '../../session/end.ts'
import type { EndingHost } from '../../session/ending.ts'
import type {
  CallOptions,
  ConnectOptions,
  EndOptions,
  Finding,
  ProcessOptions,
  SessionEvent,
  SessionHost,
} from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Process } from '../../session/process.ts'
import type { Result } from '../../session/result.ts'
import type { Session } from '../../session/session.ts'
import { type Attempt, answerOf, detailsOf, failureOf, isGone, processOf, sessionOf } from './border.ts'
import { WindowsEnding } from './ending.ts'
import { examine } from './examine.ts'
import { describe, known } from './sessions.ts'
import type { Calls } from './thread.ts'
import { watch } from './watch.ts'
import type { SessionRow } from './wtsapi.ts'

/** Which sessions a host shows, and whether one of them can be the caller's. */
export interface WindowsHostOptions {
  /** Whether it is this machine. */
  readonly local: boolean
  /** The sessions in its virtual machines, by the IDs that are unique among them, instead of its own. */
  readonly virtualMachines: boolean
}

/** This Windows machine or another one. */
export class WindowsHost implements SessionHost, EndingHost {
  readonly kind = 'windows'
  readonly name: string
  readonly #calls: Calls
  readonly #options: WindowsHostOptions

  constructor(name: string, calls: Calls, options: WindowsHostOptions) {
    this.name = name
    this.#calls = calls
    this.#options = options
  }

  async list(options: CallOptions = {}): Promise<Session[]> {
    return await this.#trying('list', '', async () => {
      const [rows, current] = await this.#enumerate(options)
      return await Promise.all(rows.map((row) => this.#describe(row, current, options)))
    })
  }

  async find(id: string, options: CallOptions = {}): Promise<Session | null> {
    return await this.#trying('list', '', async () => {
      const [rows, current] = await this.#enumerate(options)
      const row = rows.find((each) => this.#idOf(each) === Number(id))
      if (!row) return null
      // Without its logon time one logon cannot be told from the next, so that here the host may not withhold it.
      try {
        await this.#calls.call('queryTimes', [Number(id)], options)
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
      return await this.#describe(row, current, options)
    })
  }

  async details({ id }: Session, options: CallOptions = {}): Promise<SessionDetails> {
    return await this.#trying('list', '', async () =>
      detailsOf(await known(this.#calls.call('queryInfoEx', [Number(id)], options), null)),
    )
  }

  async logoff(session: Session, options: EndOptions = {}): Promise<Result> {
    return await endSession(this, session, 'logoff', options)
  }

  async reset(session: Session, options: EndOptions = {}): Promise<Result> {
    return await endSession(this, session, 'reset', options)
  }

  async begin(session: Session): Promise<WindowsEnding> {
    return new WindowsEnding(this, this.#calls, session)
  }

  async disconnect(session: Session, options: CallOptions = {}): Promise<void> {
    await this.#trying('disconnect', session.id, () =>
      this.#calls.call('disconnectSession', [Number(session.id)], options),
    )
  }

  async connect(session: Session, destination: string, { password, ...options }: ConnectOptions = {}): Promise<void> {
    const { name: host } = this
    if (!this.#options.local) throw new LogoffError('NOT_SUPPORTED', { host, feature: 'connectFromElsewhere' })
    await this.#trying('connect', session.id, async () => {
      const [rows] = await this.#enumerate(options)
      const target = rows.find(({ sessionName }) => sessionName.toLowerCase() === destination.toLowerCase())
      if (!target) throw new LogoffError('SESSION_NOT_FOUND', { host, text: destination, ids: [] })
      const args = [Number(session.id), this.#idOf(target), (await password?.()) ?? ''] as const
      await this.#calls.call('connectSession', [...args], options)
    })
  }

  async message(session: Session, message: Message, options: CallOptions = {}): Promise<MessageAnswer> {
    return await this.#trying('message', session.id, async () => {
      const args = [Number(session.id), message] as const
      if (!message.wait) return answerOf(await this.#calls.call('sendMessage', [...args], options))
      await using waiting = await this.#calls.beside(options)
      return answerOf(await waiting.call('sendMessage', [...args], options))
    })
  }

  async processes({ session, ...options }: ProcessOptions = {}): Promise<Process[]> {
    return await this.#trying('processes', '', async () => {
      const id = session ? Number(session.id) : null
      return (await this.#calls.call('enumerateProcesses', [id], options)).map(processOf)
    })
  }

  async endProcess({ pid, name }: Process, options: CallOptions = {}): Promise<void> {
    await this.#trying('endProcess', String(pid), async () => {
      const rows = await this.#calls.call('enumerateProcesses', [null], options)
      const same = rows.some(({ processId, processName }) => processId === pid && processName === name)
      if (!same) throw new LogoffError('PROCESS_NOT_FOUND', { host: this.name, text: String(pid) })
      await this.#calls.call('terminateProcess', [pid], options)
    })
  }

  watch(options: CallOptions = {}): AsyncIterable<SessionEvent> {
    return watch(this, this.#calls, (error) => failureOf(error, this.#attempt('watch', '')), options)
  }

  async examine(options: CallOptions = {}): Promise<Finding[]> {
    return await examine(this, this.#options.local, options)
  }

  async close(): Promise<void> {
    await this.#calls[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #enumerate(options: CallOptions): Promise<[SessionRow[], number | null]> {
    const { local, virtualMachines } = this.#options
    const [rows, current] = await Promise.all([
      this.#calls.call('enumerateSessions', [], options),
      local && !virtualMachines ? this.#calls.call('currentSessionId', [], options) : null,
    ])
    return [rows, current]
  }

  async #describe(row: SessionRow, current: number | null, options: CallOptions): Promise<Session> {
    const id = this.#idOf(row)
    const facts = await describe(this.#calls, row, id, options)
    return sessionOf(facts, { host: this.name, id, current: id === current })
  }

  #idOf({ execEnvId, sessionId }: SessionRow): number {
    return this.#options.virtualMachines ? execEnvId : sessionId
  }

  #attempt(action: Attempt['action'], id: string): Attempt {
    return { host: this.name, action, id }
  }

  async #trying<T>(action: Attempt['action'], id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw failureOf(error, this.#attempt(action, id))
    }
  }
}
