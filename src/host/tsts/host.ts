/** A Windows session host on the network, reached by MS-TSTS over SMB. */
import { LogoffError } from '../../errors.ts'
import { abortable } from '../../session/deadline.ts'
import { NO_DETAILS, type SessionDetails } from '../../session/details.ts'
import { endSession } from '../../session/end.ts'
import type { EndingHost } from '../../session/ending.ts'
import type {
  CallOptions,
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
import { type Access, accountOf, type Reach, type Report } from './access.ts'
import { disconnect } from './acts.ts'
import type { Aim } from './attempt.ts'
import { endingOf } from './ending.ts'
import { examine } from './examine.ts'
import { factsOf } from './facts.ts'
import { legacyOf } from './legacy.ts'
import { Link } from './link.ts'
import { show } from './message.ts'
import { endProcess, listProcesses } from './processes.ts'
import { describeSession, findSession, listSessions } from './sessions.ts'
import { Silence } from './silence.ts'
import { failureOf } from './translate.ts'
import { watchSessions } from './watch.ts'

/** Connects at the first call; a connection that was lost is made anew by the next. */
export class TstsHost implements SessionHost {
  readonly kind = 'tsts'
  readonly #access: Access
  readonly #silence: Silence
  readonly #reach: Reach
  #link: Promise<Link> | null = null
  #closed = false

  constructor(access: Access, patienceMs: number, reach: Reach) {
    this.#access = access
    this.#reach = reach
    this.#silence = new Silence(access.host, patienceMs)
  }

  get name(): string {
    return this.#access.host
  }

  list({ brief, about, ...options }: ListOptions = {}): Promise<Session[]> {
    const aim: Aim = { action: 'list', id: '', need: 'WINSTATION_QUERY' }
    return this.#attempt(aim, options, (link, each) => listSessions(link, { ...each, brief, about }))
  }

  find(id: string, options: CallOptions = {}): Promise<Session | null> {
    const aim: Aim = { action: 'list', id: '', need: 'WINSTATION_QUERY' }
    return this.#attempt(aim, options, (link, each) => describeSession(link, id, each))
  }

  details({ id }: Session, options: CallOptions = {}): Promise<SessionDetails> {
    const aim: Aim = { action: 'list', id: '', need: 'WINSTATION_QUERY' }
    return this.#attempt(aim, options, async (link, each) => {
      return (await factsOf(link, Number(id), each))?.details ?? NO_DETAILS
    })
  }

  logoff(session: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#endingHost('logoff'), session, 'logoff', options)
  }

  reset(session: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#endingHost('reset'), session, 'reset', options)
  }

  disconnect({ id }: Session, options: CallOptions = {}): Promise<void> {
    const aim: Aim = { action: 'disconnect', id, need: 'WINSTATION_DISCONNECT' }
    return this.#attempt(aim, options, (link, each) => disconnect(link, id, each))
  }

  /** Only the host itself can bring a client from one of its sessions to another. */
  async connect(_session: Session, _destination: string, { signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    throw new LogoffError('NOT_SUPPORTED', { host: this.name, feature: 'connect' })
  }

  message({ id }: Session, message: Message, options: CallOptions = {}): Promise<MessageAnswer> {
    const answerMs = message.timeSeconds === 0 ? null : message.timeSeconds * 1000
    const aim: Aim = { action: 'message', id, need: 'WINSTATION_MSG', moreMs: message.wait ? answerMs : 0 }
    return this.#attempt(aim, options, (link, each) => show(link, id, message, each))
  }

  processes(options: ProcessOptions = {}): Promise<Process[]> {
    const id = options.session?.id ?? null
    const aim: Aim = { action: 'processes', id: '', need: 'WINSTATION_QUERY' }
    return this.#attempt(aim, options, (link, each) => listProcesses(link, id, each))
  }

  async endProcess(process: Process, options: CallOptions = {}): Promise<void> {
    const id = String(process.pid)
    const aim: Aim = { action: 'endProcess', id, need: 'PROCESS_TERMINATE' }
    const found = await this.#attempt(aim, options, (link, each) => endProcess(link, process, each))
    if (!found) throw new LogoffError('PROCESS_NOT_FOUND', { host: this.name, text: id })
  }

  watch(options: CallOptions = {}): AsyncIterable<SessionEvent> {
    return watchSessions((...attempt) => this.#attempt(...attempt), options)
  }

  examine({ signal }: CallOptions = {}): Promise<Finding[]> {
    const aim: Aim = { action: 'list', id: '', need: 'WINSTATION_QUERY' }
    return this.#silence.bear(signal, (each) => {
      const link = (report: Report) => this.#connect(each, report)
      return examine(link, { signal: each }, (error) => {
        signal?.throwIfAborted()
        return each.aborted ? each.reason : this.#failure(error, aim)
      })
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#link) await this.#drop(this.#link, closed())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #endingHost(action: 'logoff' | 'reset'): EndingHost {
    return {
      name: this.name,
      find: (id, options) => {
        const aim: Aim = { action, id, need: 'WINSTATION_QUERY' }
        const found = this.#attempt(aim, options, (link, each) => findSession(link, id, each))
        // ignored: the pipe on which processes are listed is opened meanwhile; who needs it is told
        this.#attempt(aim, options, legacyOf).catch(() => {})
        return found
      },
      begin: async (session) => endingOf((...attempt) => this.#attempt(...attempt), session, action),
    }
  }

  async #attempt<T>(
    aim: Aim,
    options: CallOptions,
    work: (link: Link, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { signal } = options
    signal?.throwIfAborted()
    const link = this.#linked()
    try {
      return await this.#silence.bear(
        signal,
        async (each) => work(await abortable(link, each), { signal: each }),
        aim.moreMs,
      )
    } catch (thrown) {
      signal?.throwIfAborted()
      const error = this.#failure(thrown, aim)
      if (error instanceof LogoffError && BROKEN.has(error.code)) await this.#drop(link, error)
      throw error
    }
  }

  #failure(error: unknown, { action, id, need }: Aim): unknown {
    const { host, endpoint, credential } = this.#access
    return failureOf(error, { host, port: endpoint.port, account: accountOf(credential), action, id, need })
  }

  /** The link is every caller's: an abort of one ends his waiting, not the link. */
  #linked(): Promise<Link> {
    if (this.#closed) throw closed()
    if (this.#link) return this.#link
    const link = this.#silence.bear(undefined, (each) => this.#connect(each, () => {}))
    this.#link = link
    link.catch(() => {
      if (this.#link === link) this.#link = null
    })
    return link
  }

  async #connect(signal: AbortSignal, report: Report): Promise<Link> {
    const heard = () => this.#silence.heard()
    const pipes = await this.#reach(this.#access, signal, (check, figure) => {
      heard()
      report(check, figure)
    })
    return new Link(this.#access, pipes, heard)
  }

  /** Whoever else waits for the link gets the same error; the link that others have made since is theirs. */
  async #drop(link: Promise<Link>, reason: Error): Promise<void> {
    if (this.#link !== link) return
    this.#link = null
    // ignored: a link that never came about needs no closing
    await link.then((each) => each.close(reason)).catch(() => {})
  }
}

function closed(): TypeError {
  return new TypeError('The host was closed')
}

/** After these nobody knows what the connection is good for. */
const BROKEN: ReadonlySet<LogoffError['code']> = new Set(['HOST_SILENT', 'CONNECTION_LOST', 'PROTOCOL_ERROR', 'UNSAFE'])
