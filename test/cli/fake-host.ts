/** A session host of plain data, for what the commands print; the practice host stands in wherever something ends. */
import { LogoffError } from '../../src/errors.ts'
import type { Target } from '../../src/host/target.ts'
import { NO_DETAILS, type SessionDetails } from '../../src/session/details.ts'
import type { Finding, SessionEvent, SessionHost } from '../../src/session/host.ts'
import type { Message, MessageAnswer } from '../../src/session/message.ts'
import type { Process } from '../../src/session/process.ts'
import type { Result } from '../../src/session/result.ts'
import type { Session } from '../../src/session/session.ts'

/** A session with what a test does not care about filled in. */
export function session(given: Partial<Session>): Session {
  return {
    host: 'here',
    id: '1',
    name: '',
    user: '',
    domain: '',
    state: 'active',
    nativeState: 'active',
    kind: 'ssh',
    logonTime: null,
    idleSince: null,
    client: null,
    current: false,
    ...given,
  }
}

/** A process with what a test does not care about filled in. */
export function processOf(given: Partial<Process>): Process {
  return { pid: 4321, name: 'sleep', user: 'alice', sessionId: '1', started: null, ...given }
}

/** What a fake host has, and a record of what was asked of it. */
export class FakeHost implements SessionHost {
  readonly kind = 'lab'
  readonly name: string
  readonly calls: string[] = []
  sessions: Session[]
  running: Process[]
  findings: Finding[] = []
  answer: MessageAnswer = 'sent'
  closed = false
  /** What does not end, whatever is done. */
  remaining: Process[] = []
  /** Called whenever something is done to a session or process. */
  onCall = () => {}
  /** Thrown by every call. */
  failure: Error | null = null

  constructor(name: string, sessions: Session[] = [], running: Process[] = []) {
    this.name = name
    this.sessions = sessions.map((each) => ({ ...each, host: name }))
    this.running = running
  }

  async list(): Promise<Session[]> {
    if (this.failure) throw this.failure
    return this.sessions
  }

  async find(id: string): Promise<Session | null> {
    if (this.failure) throw this.failure
    return this.sessions.find((each) => each.id === id) ?? null
  }

  async details(): Promise<SessionDetails> {
    return NO_DETAILS
  }

  async logoff(session: Session, options: { graceMs?: number | undefined } = {}): Promise<Result> {
    return this.#result(session, `logoff ${session.id} ${options.graceMs ?? 'default'}`, 'loggedOff')
  }

  async reset(session: Session): Promise<Result> {
    return this.#result(session, `reset ${session.id}`, 'reset')
  }

  async disconnect(session: Session): Promise<void> {
    this.#record(`disconnect ${session.id}`)
  }

  async connect(session: Session, destination: string): Promise<void> {
    this.#record(`connect ${session.id} ${destination}`)
  }

  async message(session: Session, { text, timeSeconds, wait, buttons = 'ok' }: Message): Promise<MessageAnswer> {
    const shown = buttons === 'ok' ? text : `${buttons} ${text}`
    this.#record(`message ${session.id} ${timeSeconds} ${wait} ${shown}`)
    return this.answer
  }

  async processes(options: { session?: Session | undefined } = {}): Promise<Process[]> {
    if (this.failure) throw this.failure
    const { session } = options
    return session ? this.running.filter(({ sessionId }) => sessionId === session.id) : this.running
  }

  async endProcess(process: Process): Promise<void> {
    this.#record(`end ${process.pid}`)
  }

  async *watch(): AsyncIterable<SessionEvent> {}

  async examine(): Promise<Finding[]> {
    if (this.failure) throw this.failure
    return this.findings
  }

  async close(): Promise<void> {
    this.closed = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #record(call: string): void {
    this.calls.push(call)
    this.onCall()
    if (this.failure) throw this.failure
  }

  #result(session: Session, call: string, outcome: 'loggedOff' | 'reset'): Result {
    this.#record(call)
    const base = { host: this.name, session, elapsedMs: 320, killed: [], remaining: this.remaining, notes: [] }
    if (this.remaining.length === 0) return { ...base, outcome, error: null }
    const facts = { host: this.name, id: session.id, count: this.remaining.length, action: 'logoff' } as const
    return { ...base, outcome: 'stillClosing', error: new LogoffError('STILL_CLOSING', facts) }
  }
}

/** Opens the fake host of that name; any other cannot be reached. */
export function opening(...hosts: readonly FakeHost[]) {
  return async ({ name, transport }: Target): Promise<SessionHost> => {
    const host = transport === 'local' ? hosts[0] : hosts.find((each) => each.name === name)
    if (host) return host
    throw new LogoffError('HOST_UNREACHABLE', { host: name, reason: 'no route' })
  }
}
