/** The sessions' host as one caller has it: what he does goes to the journal, with what came of it. */

import type {
  CallOptions,
  ConnectOptions,
  EndOptions,
  ListOptions,
  ProcessOptions,
  SessionHost,
} from '../session/host.ts'
import type { Message, MessageAnswer } from '../session/message.ts'
import type { Process } from '../session/process.ts'
import { type Result, succeeded } from '../session/result.ts'
import type { Session } from '../session/session.ts'
import type { Journal } from './journal.ts'

/** Does what `host` does, and tells `journal` of each act of `who`. It belongs to the opener of `host`. */
export class RecordedHost implements SessionHost {
  readonly #host: SessionHost
  readonly #who: string
  readonly #journal: Journal

  constructor(host: SessionHost, who: string, journal: Journal) {
    this.#host = host
    this.#who = who
    this.#journal = journal
  }

  get name() {
    return this.#host.name
  }

  get kind() {
    return this.#host.kind
  }

  list(options?: ListOptions) {
    return this.#host.list(options)
  }

  find(id: string, options?: CallOptions) {
    return this.#host.find(id, options)
  }

  details(session: Session, options?: CallOptions) {
    return this.#host.details(session, options)
  }

  logoff(session: Session, options?: EndOptions): Promise<Result> {
    return this.#act(`log off ${named(session)}`, () => this.#host.logoff(session, options), resultOf)
  }

  reset(session: Session, options?: EndOptions): Promise<Result> {
    return this.#act(`reset ${named(session)}`, () => this.#host.reset(session, options), resultOf)
  }

  disconnect(session: Session, options?: CallOptions): Promise<void> {
    return this.#act(`disconnect ${named(session)}`, () => this.#host.disconnect(session, options), done)
  }

  connect(session: Session, destination: string, options?: ConnectOptions): Promise<void> {
    const wish = `connect ${named(session)} to ${destination}`
    return this.#act(wish, () => this.#host.connect(session, destination, options), done)
  }

  message(session: Session, message: Message, options?: CallOptions): Promise<MessageAnswer> {
    const wish = `send a message to ${named(session)}`
    return this.#act(
      wish,
      () => this.#host.message(session, message, options),
      (answer) => ({ came: answer }),
    )
  }

  processes(options?: ProcessOptions) {
    return this.#host.processes(options)
  }

  endProcess(process: Process, options?: CallOptions): Promise<void> {
    const { pid, name, user, sessionId } = process
    const wish = `end process ${pid} (${name}) of ${user || 'nobody'} in session ${sessionId}`
    return this.#act(wish, () => this.#host.endProcess(process, options), done)
  }

  watch(options?: CallOptions) {
    return this.#host.watch(options)
  }

  examine(options?: CallOptions) {
    return this.#host.examine(options)
  }

  async close(): Promise<void> {
    // ignored: it belongs to the service
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Tells what is about to be done, does it, and tells what came of it. */
  async #act<T>(wish: string, work: () => Promise<T>, outcome: (value: T) => Came): Promise<T> {
    this.#journal('info', `${this.#who} asks: ${wish}`)
    try {
      const value = await work()
      const { came, failed } = outcome(value)
      this.#journal(failed ? 'warning' : 'notice', `${this.#who}: ${wish}: ${came}`)
      return value
    } catch (error) {
      this.#journal('warning', `${this.#who}: ${wish}: ${error instanceof Error ? error.message : error}`)
      throw error
    }
  }
}

interface Came {
  readonly came: string
  readonly failed?: boolean
}

function done(): Came {
  return { came: 'done' }
}

function resultOf(result: Result): Came {
  const { outcome, error, elapsedMs, killed, remaining } = result
  const parts = [
    `${outcome} after ${(elapsedMs / 1000).toFixed(1)} s`,
    ...(killed.length > 0 ? [`${killed.length} killed`] : []),
    ...(remaining.length > 0 ? [`${remaining.length} still running`] : []),
    ...(error ? [error.message] : []),
  ]
  return { came: parts.join(', '), failed: !succeeded(result) }
}

/** "session 12 of alice". */
function named({ id, user }: Session): string {
  return `session ${id} of ${user || 'nobody'}`
}
