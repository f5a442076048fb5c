/** How logind ends a session: asked by its own means, watched by its event and the kernel's, killed where it resists. */
import { outliveSignals } from '../../linux/outlive-signals.ts'
import { REMAINS, removeRemains } from '../../linux/xrdp/remains.ts'
import { within } from '../../session/deadline.ts'
import type { Ending } from '../../session/ending.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import type { Note } from '../../session/result.ts'
import type { Session } from '../../session/session.ts'
import { type Connection, SIGCONT, SIGHUP, SIGKILL, SIGTERM, withRight } from './connection.ts'
import { type Login1Options, sessionPath } from './login1.ts'
import type { Group } from './machine.ts'
import { type Removal, unlessLost } from './session-events.ts'
import { failureOf, isNotFound } from './translate.ts'
import type { UserServices } from './user-services.ts'

/** How long processes may take to go that were killed. */
const KILLED_MS = 1_000

/** What ends, as it was found. */
export interface Subject {
  readonly session: Session
  readonly action: 'logoff' | 'reset'
  readonly group: Group
  /** What else ends if this is its user's last session. */
  readonly services: UserServices
  readonly removal: Removal
  /** The number of the display that xrdp made for it; '' for other sessions. */
  readonly xrdpDisplay: string
}

/** One session of logind that is being ended. */
export class LogindEnding implements Ending {
  readonly #connection: Connection
  readonly #subject: Subject
  #notes: readonly Note[] = []
  #unguard = () => {}
  #asked = false
  #killing = false

  constructor(connection: Connection, subject: Subject) {
    this.#connection = connection
    this.#subject = subject
  }

  get notes(): readonly Note[] {
    return [...this.#subject.services.notes, ...this.#notes]
  }

  async ask(options: CallOptions): Promise<void> {
    const { session, group, services } = this.#subject
    const { login1 } = this.#connection
    await this.#attempt(async () => {
      const last = services.group !== null
      if (session.current) this.#unguard = outliveSignals()
      // Asked to end a closing session, logind answers with success and does nothing; elogind forgets the session at
      // once and leaves its processes to themselves.
      const bySignal = session.state === 'closing' || group.unit === null
      if (bySignal) for (const signal of [SIGTERM, SIGHUP, SIGCONT]) await this.#signal(signal, options)
      if (last) await this.#call(options, (each) => login1.TerminateUser(services.uid, each))
      // systemd stops the services after the session, and this session ends only when the command does.
      if (last && session.current) await this.#call(options, (each) => login1.KillUser(services.uid, SIGTERM, each))
      if (!last && !bySignal) await this.#call(options, (each) => login1.TerminateSession(session.id, each))
      this.#asked = true
    })
  }

  async gone({ signal }: CallOptions): Promise<void> {
    await this.#attempt(() => unlessLost(this.#gone({ signal }), this.#connection.bus, signal))
  }

  async remaining(options: CallOptions): Promise<readonly Process[]> {
    const { session, group, services } = this.#subject
    const { machine } = this.#connection
    return await this.#attempt(async () => {
      const own = await machine.members(group, options)
      const beside = services.group ? await machine.members(services.group, options) : []
      const all = [...own.map((each) => ({ ...each, sessionId: session.id })), ...beside]
      return all.filter(({ pid }) => !machine.command.has(pid)).map(({ cgroup, ...process }) => process)
    })
  }

  async kill(options: CallOptions): Promise<void> {
    const { session, group, services } = this.#subject
    const { login1, machine } = this.#connection
    await this.#attempt(async () => {
      if (!this.#asked && (await services.claim(options))) {
        await this.#call(options, (each) => login1.TerminateUser(services.uid, each))
      }
      this.#asked = true
      this.#killing = true
      if (session.current && group.unit === null && machine.uid !== 0 && (await this.#killOwn(options))) return
      await this.#killServices(options)
      if (await machine.kill(group, options)) return
      const known = await this.#signal(SIGKILL, options)
      if (!known) await machine.killOwn(group, options)
      if (session.current) await machine.untilEmpty(group, options)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subject.removal[Symbol.dispose]()
    // Once asked, the session's end goes on sending signals, and the caller has a result to write.
    if (!this.#asked) this.#unguard()
  }

  async #gone(options: CallOptions): Promise<void> {
    const { session, group, services, removal } = this.#subject
    const { login1, machine } = this.#connection
    const hint = session.current ? undefined : removal.happened
    const groups = services.group ? [group, services.group] : [group]
    await Promise.all([hint, ...groups.map((each) => machine.untilEmpty(each, { ...options, hint }))])
    // Of several sessions that end at the same time none was the last one when it was asked.
    if (!session.current && !services.group && (await services.claim(options))) {
      await this.#call(options, (each) => login1.TerminateUser(services.uid, each))
      if (this.#killing) await this.#killServices(options)
      if (services.group) await machine.untilEmpty(services.group, options)
    }
    services.ended()
    await this.#removeRemains(options)
  }

  async #removeRemains(options: CallOptions): Promise<void> {
    const { xrdpDisplay, services } = this.#subject
    if (xrdpDisplay === '') return
    const { machine } = this.#connection
    const account = await machine.account(services.uid, options)
    const ran = account && (await machine.run(removeRemains(xrdpDisplay, account.uid), { ...options, as: account }))
    if (ran?.code === REMAINS) this.#notes = ['displayRemains']
  }

  /**
   * Whether nothing is left after all that is the user's own was killed, except the command. elogind would kill the
   * command too, perhaps before a crowd that goes on multiplying, and does not come back to it.
   */
  async #killOwn({ signal }: CallOptions): Promise<boolean> {
    const { machine } = this.#connection
    const { group } = this.#subject
    await machine.killOwn(group, { signal })
    return await within(KILLED_MS, signal, (signal) => machine.untilEmpty(group, { signal }))
  }

  async #killServices(options: CallOptions): Promise<void> {
    const { services } = this.#subject
    const { login1, machine } = this.#connection
    // The user may have logged on again since his last session was asked to end: then they are that session's.
    if (!services.group || !(await services.claim(options))) return
    if (await machine.kill(services.group, options)) return
    await this.#call(options, (each) => login1.KillUser(services.uid, SIGKILL, each))
  }

  /** Whether logind knew the session. */
  #signal(signal: number, options: CallOptions): Promise<boolean> {
    const { login1 } = this.#connection
    const { session } = this.#subject
    return this.#call(options, (each) => login1.KillSession(session.id, 'all', signal, each))
  }

  /** False where what was to be ended is gone already. */
  async #call(options: CallOptions, call: (options: Login1Options) => Promise<void>): Promise<boolean> {
    const { login1 } = this.#connection
    try {
      await withRight(this.#connection, options, call)
      return true
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
    try {
      await login1.session(sessionPath(this.#subject.session.id), options)
    } catch (error) {
      if (!isNotFound(error)) throw error
      this.#subject.removal.settle()
    }
    return false
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    const { session, action } = this.#subject
    try {
      return await work()
    } catch (error) {
      throw failureOf(error, { host: this.#connection.name, action, id: session.id, need: 'manage' })
    }
  }
}
