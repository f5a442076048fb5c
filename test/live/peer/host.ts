/** A running session host: what a test does to it, and the truth about it. */
import { join } from 'node:path'
import { type Adversary, type AdversaryKind, startAdversary } from './adversary.ts'
import { whileFrozen } from './cgroup.ts'
import type { CommandResult } from './command.ts'
import { type ExecOptions, execOn } from './exec.ts'
import type { Init } from './init.ts'
import { hasSystemd, type PeerKind } from './kind.ts'
import { type LocalSession, openBackgroundSession, openSeatSession, type SeatOptions } from './local-session.ts'
import { type LoginOptions, openLogin, type PeerLogin } from './login.ts'
import { addressOf } from './network.ts'
import { type PeerProcess, type ProcessFilter, readProcesses, selects } from './processes.ts'
import { type PeerSession, readSessions } from './sessions.ts'
import type { Slot } from './slot.ts'
import { sshEnvironment } from './ssh.ts'
import { tearDown } from './teardown.ts'
import { waitFor } from './wait.ts'

/** What a peer is made of. */
export interface PeerParts {
  readonly kind: PeerKind
  readonly name: string
  readonly slot: Slot
  readonly init: Init
}

/** A session host of a suite's own, pristine and gone when disposed. */
export class PeerHost implements AsyncDisposable {
  readonly kind: PeerKind
  readonly name: string
  readonly address: string
  /** The host's PID 1 as this machine numbers it. */
  readonly initPid: number
  /** The host's D-Bus system bus, a socket that any user of this machine can reach. */
  readonly busSocket: string
  readonly #slot: Slot
  readonly #init: Init
  #snapshot: Promise<unknown> = Promise.resolve()
  #down: Promise<void> | undefined

  constructor({ kind, name, slot, init }: PeerParts) {
    this.kind = kind
    this.name = name
    this.address = addressOf(slot)
    this.initPid = init.pid
    this.busSocket = join(slot.folder, 'bus/system_bus_socket')
    this.#slot = slot
    this.#init = init
  }

  /** Where this machine finds a file of the host. */
  path(file: string): string {
    return `/proc/${this.initPid}/root${file}`
  }

  /** The environment for programs that reach this host by "ssh USER@ADDRESS". */
  get sshEnvironment(): NodeJS.ProcessEnv {
    return sshEnvironment()
  }

  /** Runs a command on the host, outside of every session. @throws when it fails, unless it may. */
  exec(argv: readonly string[], options: ExecOptions = {}): Promise<CommandResult> {
    return execOn(this.initPid, argv, options)
  }

  /** Logs a user in over ssh; resolves when the login is a session. */
  ssh(user: string, options?: LoginOptions): Promise<PeerLogin> {
    return openLogin(this, user, options)
  }

  /** Opens a graphical session on seat0: the console when active, else behind the active one. */
  seatSession(user: string, options: SeatOptions): Promise<LocalSession> {
    return openSeatSession(this, user, options)
  }

  /** Opens a session of class background. */
  backgroundSession(user: string): Promise<LocalSession> {
    return openBackgroundSession(this, user)
  }

  /** Opens many sessions of a user at once, each with one process; resolves with their ids. */
  async manySessions(user: string, count: number): Promise<string[]> {
    const known = new Set((await this.sessions()).map(({ id }) => id))
    const login = `-p PAMName=login -p User=${user} -E XDG_SESSION_TYPE=tty -E XDG_SESSION_CLASS=user`
    const loop = `for i in $(seq ${count}); do systemd-run --quiet --collect --no-block ${login} sleep infinity; done`
    await this.exec(['sh', '-euc', loop])
    const fresh = async () => (await this.sessions()).filter(({ id, state }) => !known.has(id) && state !== 'opening')
    const opened = async () => {
      const sessions = (await fresh()).filter((session) => session.user === user && session.class === 'user')
      return sessions.length >= count && sessions
    }
    const sessions = await waitFor(opened, { what: `${count} sessions`, deadlineMs: 60_000 })
    return sessions.map(({ id }) => id)
  }

  /** Lets the user linger; resolves, where systemd runs them, when his services run. */
  async linger(user: string): Promise<void> {
    await this.exec(['loginctl', 'enable-linger', user])
    if (!hasSystemd(this.kind)) return
    const { stdout } = await this.exec(['id', '-u', user])
    const running = async () =>
      (await this.exec(['systemctl', 'is-active', `user@${stdout.trim()}.service`], { mayFail: true })).code === 0
    await waitFor(running, { what: `the services of ${user}` })
  }

  /** Starts what resists a log-off, from the session's own shell; resolves when it is seen running. */
  startAdversary(session: { send(line: string): void }, kind: AdversaryKind): Promise<Adversary> {
    return startAdversary(this, session, kind)
  }

  /** The sessions of the host by its own tools. */
  sessions(): Promise<PeerSession[]> {
    return readSessions(this)
  }

  /** All processes of the host at one instant: everything is frozen while they are read. */
  processes(): Promise<PeerProcess[]> {
    const read = () => whileFrozen(this.#slot.label, () => readProcesses(this.#slot.label, this.initPid))
    const processes = this.#snapshot.then(read, read)
    this.#snapshot = processes.catch(() => {}) // ignored: the caller of that snapshot has its failure
    return processes
  }

  /** Those processes that are meant, at one instant. */
  async processesOf(filter: ProcessFilter): Promise<PeerProcess[]> {
    return (await this.processes()).filter(selects(filter, this.kind))
  }

  /** Ends the host; nothing of it is left when this resolves. */
  close(): Promise<void> {
    this.#down ??= tearDown(this.#slot, this.#init)
    return this.#down
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
