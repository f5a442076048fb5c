/** A host whose one session ends as a test says, and which notes the steps that were taken. */
import type { Ending, EndingHost } from '../../src/session/ending.ts'
import type { CallOptions } from '../../src/session/host.ts'
import type { Process } from '../../src/session/process.ts'
import type { Note } from '../../src/session/result.ts'
import type { Session } from '../../src/session/session.ts'

/** What the session's processes do, and what the host says of them. */
export interface Behaviour {
  /** What `find` answers, in turn; the last answer stays. Default: the session until it has gone. */
  readonly found?: readonly (Session | null)[]
  readonly processes?: readonly Process[]
  /** Which of them a request ends; all unless given. */
  readonly yields?: (process: Process) => boolean
  /** Which of them a kill ends; all unless given. */
  readonly dies?: (process: Process) => boolean
  /** Never says that it has gone. */
  readonly silent?: boolean
  readonly notes?: readonly Note[]
  readonly failing?: Partial<Record<Step, unknown>>
}

export type Step = 'find' | 'begin' | 'ask' | 'gone' | 'remaining' | 'kill' | 'dispose'

export class FakeHost implements EndingHost {
  readonly name = 'fake'
  readonly steps: Step[] = []
  readonly #session: Session
  readonly #behaviour: Behaviour
  readonly #found: (Session | null)[]
  #processes: readonly Process[]
  #changed = () => {}

  constructor(session: Session, behaviour: Behaviour = {}) {
    this.#session = session
    this.#behaviour = behaviour
    this.#processes = behaviour.processes ?? []
    this.#found = [...(behaviour.found ?? [])]
  }

  async find(): Promise<Session | null> {
    this.#step('find')
    if (this.#found.length > 0) return this.#found.length > 1 ? this.#found.shift()! : this.#found[0]!
    return this.steps.includes('begin') && this.#processes.length === 0 ? null : this.#session
  }

  async begin(): Promise<Ending> {
    this.#step('begin')
    return {
      notes: this.#behaviour.notes ?? [],
      ask: async () => this.#end('ask', this.#behaviour.yields),
      kill: async () => this.#end('kill', this.#behaviour.dies),
      gone: (options) => this.#gone(options),
      remaining: async () => {
        this.#step('remaining')
        return this.#processes
      },
      [Symbol.asyncDispose]: async () => this.#step('dispose'),
    }
  }

  #end(step: Step, ends: (process: Process) => boolean = () => true): void {
    this.#step(step)
    this.#processes = this.#processes.filter((process) => !ends(process))
    this.#changed()
  }

  #gone({ signal }: CallOptions): Promise<void> {
    this.#step('gone')
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      this.#changed = () => {
        if (this.#processes.length === 0 && !this.#behaviour.silent) resolve()
      }
      this.#changed()
    })
  }

  #step(step: Step): void {
    this.steps.push(step)
    const failure = this.#behaviour.failing?.[step]
    if (failure !== undefined) throw failure
  }
}

/** A user's session over ssh, unless told otherwise. */
export function makeSession(changes: Partial<Session> = {}): Session {
  return {
    ...{ host: 'fake', id: '12', name: 'ssh-tcp#12', user: 'alice', domain: '' },
    ...{ state: 'active', nativeState: 'active', kind: 'ssh', client: null, current: false },
    ...{ logonTime: new Date('2026-01-02T03:04:05Z'), idleSince: null },
    ...changes,
  }
}

export function makeProcess(pid: number, name = 'sleep'): Process {
  return { pid, name, user: 'alice', sessionId: '12', started: new Date('2026-01-02T03:04:06Z') }
}
