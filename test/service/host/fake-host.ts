/** A host of sessions in memory, which can be lost like a connection to logind. */
import { LogoffError } from '../../../src/errors.ts'
import { NO_DETAILS, type SessionDetails } from '../../../src/session/details.ts'
import type { EndOptions, Finding, SessionEvent, SessionHost } from '../../../src/session/host.ts'
import type { MessageAnswer } from '../../../src/session/message.ts'
import type { Process } from '../../../src/session/process.ts'
import type { Result } from '../../../src/session/result.ts'
import { type Session, sameLogon } from '../../../src/session/session.ts'

/** A session of alice. */
export function session(id: string, changes: Partial<Session> = {}): Session {
  return {
    ...{ host: 'here', id, name: `ssh-tcp#${id}`, user: 'alice', domain: '', state: 'active', nativeState: 'active' },
    ...{ kind: 'ssh', logonTime: new Date(1_000), idleSince: null, client: null, current: false, ...changes },
  }
}

/** What is on the machine, whoever is connected to it. */
export class FakeMachine {
  sessions: Session[] = []
  processes: Process[] = []
  /** Every call of all connections: "list", "logoff c1". */
  readonly calls: string[] = []
  /** Whether it takes connections. */
  isUp = true
  /** Whether a session ends when it is asked to. */
  endsSessions = true
  readonly #open = new Set<FakeHost>()

  /** Connects. */
  open(): FakeHost {
    this.calls.push('open')
    if (!this.isUp) throw new LogoffError('HOST_UNREACHABLE', { host: 'here', reason: 'it is down' })
    const host = new FakeHost(this)
    this.#open.add(host)
    return host
  }

  /** Breaks all connections. */
  restart(): void {
    for (const host of this.#open) host.lose()
    this.#open.clear()
  }

  emit(event: SessionEvent): void {
    for (const host of this.#open) host.emit(event)
  }
}

/** One connection to the machine. */
export class FakeHost implements SessionHost {
  readonly name = 'here'
  readonly kind = 'logind'
  readonly #machine: FakeMachine
  readonly #lost = new AbortController()
  readonly #watchers = new Set<(event: SessionEvent) => void>()

  constructor(machine: FakeMachine) {
    this.#machine = machine
  }

  lose(): void {
    this.#lost.abort(new LogoffError('CONNECTION_LOST', { host: 'here', reason: 'it closed' }))
  }

  emit(event: SessionEvent): void {
    for (const watcher of this.#watchers) watcher(event)
  }

  async list(): Promise<Session[]> {
    this.#called('list')
    return [...this.#machine.sessions]
  }

  async find(id: string): Promise<Session | null> {
    this.#called(`find ${id}`)
    return this.#machine.sessions.find((each) => each.id === id) ?? null
  }

  async details(each: Session): Promise<SessionDetails> {
    this.#called(`details ${each.id}`)
    return { ...NO_DETAILS, locked: true }
  }

  logoff(each: Session, options?: EndOptions): Promise<Result> {
    return this.#end('logoff', each, options)
  }

  reset(each: Session, options?: EndOptions): Promise<Result> {
    return this.#end('reset', each, options)
  }

  async disconnect(each: Session): Promise<void> {
    this.#called(`disconnect ${each.id}`)
  }

  async connect(each: Session, destination: string): Promise<void> {
    this.#called(`connect ${each.id} ${destination}`)
  }

  async message(each: Session): Promise<MessageAnswer> {
    this.#called(`message ${each.id}`)
    return 'sent'
  }

  async processes({ session }: { session?: Session | undefined } = {}): Promise<Process[]> {
    this.#called('processes')
    return this.#machine.processes.filter(({ sessionId }) => !session || sessionId === session.id)
  }

  async endProcess({ pid }: Process): Promise<void> {
    this.#called(`endProcess ${pid}`)
  }

  async *watch({ signal }: { signal?: AbortSignal | undefined } = {}): AsyncGenerator<SessionEvent, void, undefined> {
    const queue: SessionEvent[] = []
    let wake = () => {}
    const add = (event: SessionEvent) => {
      queue.push(event)
      wake()
    }
    const over = AbortSignal.any([this.#lost.signal, ...(signal ? [signal] : [])])
    over.addEventListener('abort', () => wake())
    this.#watchers.add(add)
    try {
      for (;;) {
        over.throwIfAborted()
        const event = queue.shift()
        if (event) yield event
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      this.#watchers.delete(add)
    }
  }

  async examine(): Promise<Finding[]> {
    return []
  }

  async close(): Promise<void> {
    this.lose()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #called(call: string): void {
    this.#machine.calls.push(call)
    this.#lost.signal.throwIfAborted()
  }

  async #end(action: 'logoff' | 'reset', asked: Session, { signal }: EndOptions = {}): Promise<Result> {
    const base = { host: 'here', session: asked, elapsedMs: 1, killed: [], remaining: [], notes: [] }
    this.#machine.calls.push(`${action} ${asked.id}`)
    if (this.#lost.signal.aborted) return { ...base, outcome: 'failed', error: this.#lost.signal.reason }
    const now = this.#machine.sessions.find((each) => sameLogon(each, asked))
    if (!now) return { ...base, outcome: 'alreadyGone', error: null }
    while (!this.#machine.endsSessions) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      if (this.#lost.signal.aborted) return { ...base, outcome: 'stillClosing', error: this.#lost.signal.reason }
    }
    this.#machine.sessions = this.#machine.sessions.filter((each) => each !== now)
    return { ...base, outcome: action === 'logoff' ? 'loggedOff' : 'reset', error: null }
  }
}
