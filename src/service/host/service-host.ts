/** The machine's sessions as the wire knows them: under numbers, with the listeners that they came in by. */
import { type Action, LogoffError } from '../../errors.ts'
import { abortable } from '../../session/deadline.ts'
import { NO_DETAILS, type SessionDetails } from '../../session/details.ts'
import type {
  CallOptions,
  ConnectOptions,
  EndOptions,
  Finding,
  HostKind,
  ListOptions,
  ProcessOptions,
  SessionEvent,
  SessionHost,
} from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Process } from '../../session/process.ts'
import type { Result } from '../../session/result.ts'
import { type Session, sameLogon } from '../../session/session.ts'
import type { Endings } from './endings.ts'
import { type Endpoint, type Endpoints, keyOf, listenersOf } from './listeners.ts'
import { FIRST_LISTENER, type Numbers } from './numbers.ts'
import type { SharedRead } from './shared-read.ts'
import type { SharedWatch } from './shared-watch.ts'
import type { Steady } from './steady.ts'

/** What a service host is made of. */
export interface Parts {
  readonly name: string
  readonly kind: HostKind
  readonly steady: Steady
  readonly numbers: Numbers
  readonly endpoints: Endpoints
  readonly endings: Endings
  /** Lists all sessions under the machine's own IDs. */
  readonly lists: SharedRead<readonly Session[]>
  /** Events under the numbers. */
  readonly watch: SharedWatch
}

/** Is made by `openServiceHost`; a session's `id` is its number on the wire. */
export class ServiceHost implements SessionHost {
  readonly #parts: Parts
  /** Who acts; '' for the service itself. */
  readonly #who: string

  constructor(parts: Parts, who = '') {
    this.#parts = parts
    this.#who = who
  }

  get name(): string {
    return this.#parts.name
  }

  get kind(): HostKind {
    return this.#parts.kind
  }

  /** The same host, as `who` uses it: what is accepted from him is remembered under that name. It is closed with this one. */
  onBehalfOf(who: string): ServiceHost {
    return new ServiceHost(this.#parts, who)
  }

  async list({ signal, brief = false }: ListOptions = {}): Promise<Session[]> {
    const { lists, numbers } = this.#parts
    signal?.throwIfAborted()
    const before = numbers.known()
    const listing = brief ? Promise.resolve([]) : this.#listeners()
    const [sessions, listeners] = await abortable(Promise.all([lists.get(), listing]), signal)
    const all = numbers.ofAll(sessions, before)
    const numbered = sessions.map((session, at) => ({ ...session, id: String(all[at]) }))
    return [...numbered, ...listeners]
  }

  async find(id: string, options: CallOptions = {}): Promise<Session | null> {
    const number = Number(id)
    if (!/^\d+$/.test(id)) return null
    if (number >= FIRST_LISTENER) return (await this.#listeners()).find((each) => each.id === id) ?? null
    const session = await this.#findLocal(number, options)
    if (!session) return null
    // The ID may have come to mean another session, which has a number of its own then.
    return this.#parts.numbers.of(session) === number ? { ...session, id } : null
  }

  async details(session: Session, options: CallOptions = {}): Promise<SessionDetails> {
    const local = this.#local(session)
    return local ? await this.#parts.steady.repeat((host) => host.details(local, options), options) : NO_DETAILS
  }

  logoff(session: Session, options: EndOptions = {}): Promise<Result> {
    return this.#end('logoff', session, options)
  }

  reset(session: Session, options: EndOptions = {}): Promise<Result> {
    return this.#end('reset', session, options)
  }

  disconnect(session: Session, options: CallOptions = {}): Promise<void> {
    return this.#act('disconnect', session, (host, local) => host.disconnect(local, options), options)
  }

  connect(session: Session, destination: string, options: ConnectOptions = {}): Promise<void> {
    return this.#act('connect', session, (host, local) => host.connect(local, destination, options), options)
  }

  message(session: Session, message: Message, options: CallOptions = {}): Promise<MessageAnswer> {
    return this.#act('message', session, (host, local) => host.message(local, message, options), options)
  }

  async processes({ session, ...options }: ProcessOptions = {}): Promise<Process[]> {
    const { steady, numbers } = this.#parts
    const local = session && this.#local(session)
    if (local === null) return []
    const found = await steady.repeat((host) => host.processes({ ...options, session: local }), options)
    const unknown = found.some(({ sessionId }) => sessionId !== null && numbers.ofId(sessionId) === null)
    if (unknown) await this.list({ ...options, brief: true })
    return found.map((process) => ({ ...process, sessionId: this.#numberText(process.sessionId) }))
  }

  async endProcess(process: Process, options: CallOptions = {}): Promise<void> {
    // A connection that was lost is made anew before anything is done, and the act itself is done once.
    const host = await this.#parts.steady.repeat(async (host) => host, options)
    await host.endProcess(process, options)
  }

  watch(options: CallOptions = {}): AsyncIterable<SessionEvent> {
    return this.#parts.watch.events(options)
  }

  examine(options: CallOptions = {}): Promise<Finding[]> {
    return this.#parts.steady.repeat((host) => host.examine(options), options)
  }

  close(): Promise<void> {
    return this.#parts.steady.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #listeners(): Promise<Session[]> {
    const { name, endpoints, numbers } = this.#parts
    const numberOf = (endpoint: Endpoint) => numbers.ofListener(keyOf(endpoint))
    return listenersOf(name, await endpoints.find(), numberOf)
  }

  async #findLocal(number: number, options: CallOptions): Promise<Session | null> {
    const { numbers, steady } = this.#parts
    const id = numbers.idOf(number)
    return id === null ? null : await steady.repeat((host) => host.find(id, options), options)
  }

  /** The session under the machine's own ID; null for a listener and for one that has no such ID any more. */
  #local(session: Session): Session | null {
    const id = session.kind === 'listener' ? null : this.#parts.numbers.idOf(Number(session.id))
    return id === null ? null : { ...session, id }
  }

  async #end(action: 'logoff' | 'reset', session: Session, options: EndOptions): Promise<Result> {
    options.signal?.throwIfAborted()
    if (session.kind === 'listener') return nothingDone(session, 'refused')
    const local = this.#local(session)
    if (local === null) return nothingDone(session, 'alreadyGone')
    const result = await this.#parts.endings.end({ action, who: this.#who, session: local }, options)
    const numbered = (process: Process) => ({ ...process, sessionId: this.#numberText(process.sessionId) })
    return {
      ...result,
      session,
      killed: result.killed.map(numbered),
      remaining: result.remaining.map(numbered),
    }
  }

  /** Does something once to a session that still is the same logon, on a connection that was just seen to work. */
  async #act<T>(
    action: Action,
    session: Session,
    work: (host: SessionHost, local: Session) => Promise<T>,
    options: CallOptions,
  ): Promise<T> {
    const { name: host, steady } = this.#parts
    const { id } = session
    if (session.kind === 'listener') throw new LogoffError('SESSION_STATE', { host, action, id })
    const local = this.#local(session)
    const [connected, now] = await steady.repeat(async (each) => {
      const found = local && (await each.find(local.id, options))
      return [each, found] as const
    }, options)
    if (!local || !now) throw new LogoffError('SESSION_NOT_FOUND', { host, text: id, ids: [] })
    if (!sameLogon(now, local)) throw new LogoffError('SESSION_CHANGED', { host, id, user: now.user })
    return await work(connected, now)
  }

  #numberText(id: string | null): string | null {
    const number = id === null ? null : this.#parts.numbers.ofId(id)
    return number === null ? null : String(number)
  }
}

/** Of a session that nothing was done to. */
function nothingDone(session: Session, outcome: 'refused' | 'alreadyGone'): Result {
  const { host, id } = session
  const error = outcome === 'refused' ? new LogoffError('PROTECTED_SESSION', { host, id }) : null
  return { host, session, outcome, error, elapsedMs: 0, killed: [], remaining: [], notes: [] }
}
