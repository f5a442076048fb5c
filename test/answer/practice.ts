/** A session host in memory, whose sessions end when they are asked to, unless they are stuck. */
import { EventEmitter, on } from 'node:events'
import { LogoffError } from '../../src/errors.ts'
import { NO_DETAILS, type SessionDetails } from '../../src/session/details.ts'
import { endSession } from '../../src/session/end.ts'
import type { EndingHost } from '../../src/session/ending.ts'
import type {
  CallOptions,
  ConnectOptions,
  EndOptions,
  Finding,
  ProcessOptions,
  SessionEvent,
  SessionHost,
} from '../../src/session/host.ts'
import type { Message, MessageAnswer } from '../../src/session/message.ts'
import type { Process } from '../../src/session/process.ts'
import type { Result } from '../../src/session/result.ts'
import type { Session } from '../../src/session/session.ts'

export const LOGON = new Date('2026-11-22T09:30:00Z')

export function session(id: number, user: string, more: Partial<Session> = {}): Session {
  const base = { host: 'Server1', id: String(id), user, domain: 'PRACTICE', name: `rdp-tcp#${id}`, client: null }
  const state = { state: 'active', nativeState: 'active', kind: 'rdp' } as const
  return { ...base, ...state, logonTime: LOGON, idleSince: null, current: false, ...more }
}

export const SESSIONS: readonly Session[] = [
  session(0, '', { name: 'services', kind: 'services', state: 'disconnected', logonTime: null, domain: '' }),
  session(1, 'root', { name: 'console', kind: 'console' }),
  session(12, 'alice', { client: { name: 'LAPTOP7', address: '192.0.2.7' }, idleSince: LOGON }),
  session(13, 'bob', { name: 'TERM04' }),
  session(14, 'carol.with-a-name-longer-than-20', { name: '', state: 'disconnected' }),
  session(65537, '', { name: 'rdp-tcp', kind: 'listener', state: 'listening', logonTime: null, domain: '' }),
]

export class PracticeHost implements SessionHost {
  readonly kind = 'lab'
  readonly name = 'Server1'
  sessions: readonly Session[]
  all: readonly Process[]
  /** Sessions that only a reset ends. */
  readonly stuck = new Set<string>()
  readonly messages: { id: string; message: Message }[] = []
  /** What was asked for: 'logoff 12', 'reset 12'. */
  readonly asked: string[] = []
  answer: MessageAnswer = 'ok'
  /** What is known beside the list, by ID. */
  readonly more = new Map<string, SessionDetails>()
  /** How often all sessions were listed, and which ones were asked for alone. */
  lists = 0
  readonly finds: string[] = []
  readonly events = new EventEmitter<{ session: [SessionEvent] }>()

  constructor(sessions: readonly Session[] = SESSIONS) {
    this.sessions = sessions
    this.all = sessions.flatMap(({ id, user }) =>
      user === '' ? [] : [{ pid: 4000 + Number(id), name: 'explorer.exe', user, sessionId: id, started: LOGON }],
    )
  }

  async list(): Promise<Session[]> {
    this.lists++
    return [...this.sessions]
  }

  async find(id: string): Promise<Session | null> {
    this.finds.push(id)
    return this.sessions.find((each) => each.id === id) ?? null
  }

  async details({ id }: Session): Promise<SessionDetails> {
    return this.more.get(id) ?? NO_DETAILS
  }

  logoff(target: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#ending('logoff'), target, 'logoff', options)
  }

  reset(target: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#ending('reset'), target, 'reset', options)
  }

  async disconnect({ id }: Session): Promise<void> {
    this.sessions = this.sessions.map((each) => (each.id === id ? { ...each, state: 'disconnected', name: '' } : each))
    this.events.emit('session', { type: 'changed', id })
  }

  async connect({ id }: Session, destination: string, { password }: ConnectOptions = {}): Promise<void> {
    if (destination === '') throw new LogoffError('NOT_SUPPORTED', { host: this.name, feature: 'connect' })
    this.asked.push(['connect', id, destination, ...(password ? [await password()] : [])].join(' '))
  }

  async message({ id }: Session, message: Message): Promise<MessageAnswer> {
    this.messages.push({ id, message })
    return message.wait ? this.answer : 'sent'
  }

  async processes({ session: wanted }: ProcessOptions = {}): Promise<Process[]> {
    return this.all.filter(({ sessionId }) => !wanted || sessionId === wanted.id)
  }

  async endProcess({ pid }: Process): Promise<void> {
    this.all = this.all.filter((each) => each.pid !== pid)
  }

  async *watch({ signal }: CallOptions = {}): AsyncIterable<SessionEvent> {
    for await (const [event] of on(this.events, 'session', signal ? { signal } : {})) yield event
  }

  async examine(): Promise<Finding[]> {
    return []
  }

  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}

  /** Removes a session with its processes. */
  remove(id: string): void {
    this.all = this.all.filter(({ sessionId }) => sessionId !== id)
    this.sessions = this.sessions.filter((each) => each.id !== id)
    this.events.emit('session', { type: 'ended', id })
  }

  #ending(action: string): EndingHost {
    return {
      name: this.name,
      find: async (id) => this.sessions.find((each) => each.id === id) ?? null,
      begin: async ({ id }) => {
        let ended = () => {}
        const gone = new Promise<void>((resolve) => {
          ended = resolve
        })
        const end = () => {
          this.remove(id)
          ended()
        }
        return {
          notes: [],
          ask: async () => {
            this.asked.push(`${action} ${id}`)
            if (!this.stuck.has(id)) setImmediate(end)
          },
          kill: async () => {
            this.asked.push(`${action} ${id}`)
            end()
          },
          gone: () => gone,
          remaining: async () => this.all.filter(({ sessionId }) => sessionId === id),
          [Symbol.asyncDispose]: async () => {},
        }
      },
    }
  }
}
