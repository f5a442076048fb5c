/** A session host with systemd-logind or elogind. */
import { LogoffError, type Need } from '../../errors.ts'
import type { SessionDetails } from '../../session/details.ts'
import { endSession } from '../../session/end.ts'
import type { EndingHost } from '../../session/ending.ts'
import type {
  CallOptions,
  ConnectOptions,
  EndOptions,
  Finding,
  ListOptions,
  ProcessOptions,
  SessionEvent,
  SessionHost,
} from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Process } from '../../session/process.ts'
import type { Result } from '../../session/result.ts'
import type { Session } from '../../session/session.ts'
import { beginEnding } from './begin.ts'
import { type Connection, withRight } from './connection.ts'
import { detailsOf } from './details.ts'
import { disconnectClient } from './disconnect.ts'
import { examine } from './examine.ts'
import { screenOf } from './screen.ts'
import { placedIn } from './session-processes.ts'
import { findSession, listSessions, recallSession } from './sessions.ts'
import { type Attempt, failureOf } from './translate.ts'
import { watchSessions } from './watch.ts'

/** What the caller lacks who is refused; for the rest it is logind's right to manage. */
const NEEDS: { readonly [A in Attempt['action']]?: Need } = {
  message: 'owner',
  endProcess: 'owner',
  disconnect: 'owner',
  connect: 'chvt',
}

/** A session of which neither client nor times matter. */
const BARE: ListOptions = { brief: true, about: '' }

/** Is made when its connection is open; see `openLocalLogind` and `openSshLogind`. */
export class LogindHost implements SessionHost {
  readonly kind = 'logind'
  readonly #connection: Connection
  #closed: Promise<void> | undefined

  constructor(connection: Connection) {
    this.#connection = connection
  }

  get name(): string {
    return this.#connection.name
  }

  list(options: ListOptions = {}): Promise<Session[]> {
    return this.#attempt('list', '', () => listSessions(this.#connection, options))
  }

  find(id: string, options: CallOptions = {}): Promise<Session | null> {
    return this.#attempt('list', '', () => recallSession(this.#connection, id, options))
  }

  details(session: Session, options: CallOptions = {}): Promise<SessionDetails> {
    return this.#attempt('list', '', () => detailsOf(this.#connection, session, options))
  }

  logoff(session: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#endingHost('logoff'), session, 'logoff', options)
  }

  reset(session: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#endingHost('reset'), session, 'reset', options)
  }

  /** Only a session of xrdp lives on without its client: what other windows show is the session's own. */
  disconnect(session: Session, options: CallOptions = {}): Promise<void> {
    return this.#attempt('disconnect', session.id, () => disconnectClient(this.#connection, session, options))
  }

  async connect(session: Session, destination: string, { password, ...options }: ConnectOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    const { login1 } = this.#connection
    if (password) throw new LogoffError('NOT_SUPPORTED', { host: this.name, feature: 'passwords' })
    if (session.kind !== 'console' || destination.toLowerCase() !== 'console') {
      throw new LogoffError('NOT_SUPPORTED', { host: this.name, feature: 'connect' })
    }
    await this.#attempt('connect', session.id, () =>
      withRight(this.#connection, options, (each) => login1.ActivateSession(session.id, each)),
    )
  }

  message(session: Session, message: Message, options: CallOptions = {}): Promise<MessageAnswer> {
    return this.#attempt('message', session.id, async () => {
      const screen = await screenOf(this.#connection, session, options)
      return await this.#connection.machine.show(message, screen, options)
    })
  }

  processes(options: ProcessOptions = {}): Promise<Process[]> {
    const { session } = options
    return this.#attempt('processes', session?.id ?? '', () => placedIn(this.#connection, session, options))
  }

  async endProcess(process: Process, options: CallOptions = {}): Promise<void> {
    const { machine } = this.#connection
    const { pid } = process
    try {
      const ended = await this.#attempt('endProcess', String(pid), () => machine.endProcess(process, options))
      if (!ended) throw new LogoffError('PROCESS_REMAINS', { host: this.name, pid })
    } catch (error) {
      if (!(error instanceof LogoffError) || error.native?.symbol !== 'ESRCH') throw error
      throw new LogoffError('PROCESS_NOT_FOUND', { host: this.name, text: String(pid) }, { cause: error.cause })
    }
  }

  watch(options: CallOptions = {}): AsyncIterable<SessionEvent> {
    return watchSessions(this.#connection, options)
  }

  examine(options: CallOptions = {}): Promise<Finding[]> {
    return this.#attempt('list', '', () => examine(this.#connection, options))
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #endingHost(action: 'logoff' | 'reset'): EndingHost {
    return {
      name: this.name,
      find: (id, options) =>
        this.#attempt(action, id, () => findSession(this.#connection, id, { ...options, ...BARE })),
      begin: (session, options) =>
        this.#attempt(action, session.id, () => beginEnding(this.#connection, session, action, options)),
    }
  }

  async #attempt<T>(action: Attempt['action'], id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw failureOf(error, { host: this.name, action, id, need: NEEDS[action] ?? 'manage' })
    }
  }

  async #close(): Promise<void> {
    this.#connection.agent?.[Symbol.dispose]()
    await this.#connection.bus.close()
    await this.#connection.machine[Symbol.asyncDispose]()
  }
}
