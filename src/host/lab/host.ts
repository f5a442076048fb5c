/** A practice host: sessions whose processes are real, inside this process and without any right. */
import { EventEmitter } from 'node:events'
import { LogoffError } from '../../errors.ts'
import { sendSignal } from '../../linux/signal.ts'
import { within } from '../../session/deadline.ts'
import { NO_DETAILS, type SessionDetails } from '../../session/details.ts'
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
import { LabEnding } from './ending.ts'
import type { LabEntry } from './entry.ts'
import { type LabEvents, watch } from './events.ts'
import { processesOf } from './processes.ts'

const GRACE_MS = 1_000

export class LabHost implements SessionHost {
  readonly kind = 'lab'
  readonly name: string
  /** Its messages and what becomes of its sessions. */
  readonly events = new EventEmitter<LabEvents>()
  readonly #entries = new Map<string, LabEntry>()

  constructor(name: string, entries: readonly LabEntry[]) {
    this.name = name
    for (const entry of entries) {
      this.#entries.set(entry.session.id, entry)
      void entry.tree?.closed.then(() => this.#remove(entry))
    }
  }

  async list({ signal }: CallOptions = {}): Promise<Session[]> {
    signal?.throwIfAborted()
    return [...this.#entries.values()].map(({ session }) => session)
  }

  async find(id: string, { signal }: CallOptions = {}): Promise<Session | null> {
    signal?.throwIfAborted()
    return this.#entries.get(id)?.session ?? null
  }

  async details({ id }: Session, { signal }: CallOptions = {}): Promise<SessionDetails> {
    signal?.throwIfAborted()
    return this.#entries.get(id)?.details ?? NO_DETAILS
  }

  /** Gives a session one second to end by itself unless told otherwise: nobody has work to save in it. */
  logoff(session: Session, { signal, graceMs = GRACE_MS }: EndOptions = {}): Promise<Result> {
    return endSession(this.#endingHost(), session, 'logoff', { signal, graceMs })
  }

  reset(session: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#endingHost(), session, 'reset', options)
  }

  async disconnect(session: Session, { signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    const entry = this.#userEntry(session)
    if (entry.session.kind === 'console') {
      throw new LogoffError('NOT_SUPPORTED', { host: this.name, feature: 'disconnect' })
    }
    this.#leave(entry)
  }

  /** Brings the session to the client of the session named `destination`, which is disconnected. */
  async connect(session: Session, destination: string, { signal, password }: ConnectOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    if (password) throw new LogoffError('NOT_SUPPORTED', { host: this.name, feature: 'passwords' })
    const entry = this.#userEntry(session)
    const there = [...this.#entries.values()].find((each) => isNamed(each, destination))
    if (!there) throw new LogoffError('SESSION_NOT_FOUND', { host: this.name, text: destination, ids: [] })
    if (there === entry) return
    const { name, kind, client } = there.session
    this.#leave(there)
    entry.details = { ...entry.details, connectTime: new Date() }
    this.#change(entry, { state: 'active', nativeState: 'active', name, kind, client })
  }

  /** Comes up as a `message` event; nobody who answers it means that its time runs out. */
  async message(session: Session, message: Message, { signal }: CallOptions = {}): Promise<MessageAnswer> {
    signal?.throwIfAborted()
    const entry = this.#entry(session)
    if (!entry.tree) throw new LogoffError('SESSION_UNREACHABLE', { host: this.name, id: session.id })
    let answered: MessageAnswer | undefined
    let done = () => {}
    const answer = new Promise<void>((resolve) => {
      done = resolve
    })
    this.events.emit('message', {
      ...{ session: entry.session, message },
      answer: (given) => {
        answered ??= given
        done()
      },
    })
    if (!message.wait) return 'sent'
    await within(message.timeSeconds * 1000, signal, () => answer)
    return answered ?? 'timeout'
  }

  async processes({ session, signal }: ProcessOptions = {}): Promise<Process[]> {
    signal?.throwIfAborted()
    const entries = [...this.#entries.values()].filter((each) => !session || each.session.id === session.id)
    return entries.flatMap(processesOf)
  }

  async endProcess({ pid }: Process, { signal }: CallOptions = {}): Promise<void> {
    const own = (await this.processes({ signal })).some((each) => each.pid === pid)
    if (own && sendSignal(pid, 'SIGKILL')) return
    throw new LogoffError('PROCESS_NOT_FOUND', { host: this.name, text: String(pid) })
  }

  watch(options: CallOptions = {}): AsyncIterable<SessionEvent> {
    return watch(this.events, options)
  }

  async examine(options: CallOptions = {}): Promise<Finding[]> {
    const sessions = await this.list(options)
    const current = sessions.find((session) => session.current)
    return [
      { check: 'kind', passed: true, figure: 'lab' },
      { check: 'sessions', passed: true, figure: String(sessions.length) },
      { check: 'current', passed: true, figure: current?.id ?? '-' },
    ]
  }

  /** Does nothing: the sessions go on until their practice hosts are closed together. */
  async close(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #endingHost(): EndingHost {
    return {
      name: this.name,
      find: async (id) => this.#entries.get(id)?.session ?? null,
      begin: async (session) => {
        const entry = this.#entry(session)
        return new LabEnding(entry, () => this.#change(entry, { state: 'closing', nativeState: 'closing' }))
      },
    }
  }

  #entry({ id }: Session): LabEntry {
    const entry = this.#entries.get(id)
    if (entry) return entry
    throw new LogoffError('SESSION_NOT_FOUND', { host: this.name, text: id, ids: [] })
  }

  #userEntry(session: Session): LabEntry {
    const entry = this.#entry(session)
    if (entry.tree) return entry
    throw new LogoffError('PROTECTED_SESSION', { host: this.name, id: session.id })
  }

  #leave(entry: LabEntry): void {
    entry.details = { ...entry.details, disconnectTime: new Date() }
    this.#change(entry, { state: 'disconnected', nativeState: 'disconnected', name: '' })
  }

  #change(entry: LabEntry, change: Partial<Session>): void {
    entry.session = { ...entry.session, ...change }
    this.events.emit('session', { type: 'changed', id: entry.session.id })
  }

  #remove({ session: { id } }: LabEntry): void {
    this.#entries.delete(id)
    this.events.emit('session', { type: 'ended', id })
  }
}

function isNamed({ session }: LabEntry, name: string): boolean {
  return session.state === 'active' && session.name.toLowerCase() === name.toLowerCase()
}
