/** This Linux machine without logind: sessions are what login services have marked, or what descends from them. */
import { LogoffError } from '../../errors.ts'
import { Accounts } from '../../linux/accounts.ts'
import { endProcess } from '../../linux/end-process.ts'
import { describeProcesses, findProcesses } from '../../linux/processes.ts'
import type { SessionDetails } from '../../session/details.ts'
import { endSession } from '../../session/end.ts'
import { ENDED } from '../../session/ended.ts'
import type { EndingHost } from '../../session/ending.ts'
import type { CallOptions, EndOptions, Finding, ProcessOptions, SessionEvent, SessionHost } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Process } from '../../session/process.ts'
import type { Result } from '../../session/result.ts'
import { type Session, sameLogon } from '../../session/session.ts'
import { beginEnding } from './begin.ts'
import { examine } from './examine.ts'
import { type ListedLogin, Logins, sessionIds } from './logins.ts'
import { showMessage } from './message.ts'
import { SharedSnapshot } from './shared-snapshot.ts'
import { type Attempt, assertMayTouch, failureOf } from './translate.ts'
import { watchSessions } from './watch.ts'

export class PosixHost implements SessionHost {
  readonly kind = 'posix'
  readonly name: string
  readonly #accounts = new Accounts()
  readonly #snapshots = new SharedSnapshot()
  readonly #logins: Logins

  constructor(name: string) {
    this.name = name
    this.#logins = new Logins(name, this.#accounts, this.#snapshots)
  }

  async list(options: CallOptions = {}): Promise<Session[]> {
    return (await this.#list(options)).map(({ session }) => session)
  }

  async find(id: string, options: CallOptions = {}): Promise<Session | null> {
    return (await this.#find(id, options))?.session ?? null
  }

  /** No session but one of xrdp lives longer than its client's connection; nothing here knows of locks. */
  async details({ id, kind }: Session, options: CallOptions = {}): Promise<SessionDetails> {
    const now = await this.find(id, options)
    return { locked: null, connectTime: kind === 'rdp' ? null : (now?.logonTime ?? null), disconnectTime: null }
  }

  logoff(session: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#endingHost('logoff'), session, 'logoff', options)
  }

  reset(session: Session, options: EndOptions = {}): Promise<Result> {
    return endSession(this.#endingHost('reset'), session, 'reset', options)
  }

  /** No session without logind lives on without its client. */
  async disconnect(_session: Session, { signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    throw new LogoffError('NOT_SUPPORTED', { host: this.name, feature: 'disconnect' })
  }

  /** No session without logind can be brought to another screen. */
  async connect(_session: Session, _destination: string, { signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    throw new LogoffError('NOT_SUPPORTED', { host: this.name, feature: 'connect' })
  }

  async message(session: Session, message: Message, options: CallOptions = {}): Promise<MessageAnswer> {
    const { id } = session
    const listed = await this.#find(id, options)
    if (!listed) throw new LogoffError('SESSION_NOT_FOUND', { host: this.name, text: id, ids: [] })
    const accounts = this.#accounts
    return await this.#attempt('message', id, () => showMessage(listed, message, { ...options, accounts }))
  }

  async processes(options: ProcessOptions = {}): Promise<Process[]> {
    const { signal, session } = options
    const ids = sessionIds(await this.#list(options))
    const processes = findProcesses().filter(({ pid }) => session === undefined || ids.get(pid) === session.id)
    return await describeProcesses(processes, this.#accounts, { signal, sessionOf: ({ pid }) => ids.get(pid) ?? null })
  }

  async endProcess(process: Process, options: CallOptions = {}): Promise<void> {
    const { pid } = process
    const ended = await this.#attempt('endProcess', String(pid), () => endProcess(process, options))
    if (!ended) throw new LogoffError('PROCESS_REMAINS', { host: this.name, pid })
  }

  /** The kernel reports no logons: the sessions are listed every second and compared. */
  watch(options: CallOptions = {}): AsyncIterable<SessionEvent> {
    return watchSessions((each) => this.list(each), options)
  }

  async examine(options: CallOptions = {}): Promise<Finding[]> {
    return examine(await this.list(options))
  }

  async close(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #endingHost(action: 'logoff' | 'reset'): EndingHost {
    const host = this.name
    return {
      name: host,
      find: async (id, options) => (await this.#find(id, options))?.session ?? null,
      begin: async (session, options) => {
        const { id } = session
        const listed = await this.#find(id, options)
        if (!listed || !sameLogon(listed.session, session)) return ENDED
        assertMayTouch(listed.login, { host, action, id })
        return await beginEnding(listed, { accounts: this.#accounts, snapshots: this.#snapshots }, options)
      },
    }
  }

  #list(options: CallOptions): Promise<ListedLogin[]> {
    options.signal?.throwIfAborted()
    return this.#attempt('list', '', () => this.#logins.list(options))
  }

  async #find(id: string, options: CallOptions): Promise<ListedLogin | null> {
    return (await this.#list(options)).find(({ session }) => session.id === id) ?? null
  }

  async #attempt<T>(action: Attempt['action'], id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw failureOf(error, { host: this.name, action, id })
    }
  }
}
