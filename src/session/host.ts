/** The port: what every kind of host can do for a caller. */
import type { LogoffError } from '../errors.ts'
import type { SessionDetails } from './details.ts'
import type { Message, MessageAnswer } from './message.ts'
import type { Process } from './process.ts'
import type { Remedy } from './remedy.ts'
import type { Result } from './result.ts'
import type { Session } from './session.ts'

/** By what means a host is managed: logind, /proc, wtsapi32.dll, [MS-TSTS]; or a practice host. */
export type HostKind = 'logind' | 'posix' | 'windows' | 'tsts' | 'lab'

/** What every call takes. */
export interface CallOptions {
  /** Aborts the call, which then rejects with `signal.reason`. What was already sent may still take effect. */
  readonly signal?: AbortSignal | undefined
}

/** How a session is ended. */
export interface EndOptions extends CallOptions {
  /** How long the session may take to end by itself before it is killed, in milliseconds. Default 10,000. */
  readonly graceMs?: number | undefined
}

/** What a caller needs to know of the sessions; a host that is asked for less answers sooner. */
export interface ListOptions extends CallOptions {
  /** Leave out what a host must be asked for in addition: clients and listeners. Default false. */
  readonly brief?: boolean | undefined
  /**
   * Only sessions of this ID, name or user are acted on: of others the host may leave the times null. One whose ID it is
   * may be all that is listed.
   */
  readonly about?: string | undefined
}

/** How a session is brought to another client. */
export interface ConnectOptions extends CallOptions {
  /** Asks for the password of the user whose session it is; called where the host can use one. */
  readonly password?: (() => Promise<string>) | undefined
}

/** Whose processes are listed. Default: those of all sessions. */
export interface ProcessOptions extends CallOptions {
  /** Only the processes of this session. */
  readonly session?: Session | undefined
}

/** Something happened to the session of that ID. */
export interface SessionEvent {
  readonly type: 'created' | 'changed' | 'ended'
  readonly id: string
}

/** One thing that was examined, with its figure: "logind", "systemd 252". */
export interface Finding {
  readonly check:
    | 'platform'
    | 'logind'
    | 'kind'
    | 'sessions'
    | 'current'
    | 'rights'
    | 'cgroup'
    | 'audit'
    | 'message'
    | 'address'
    | 'dialect'
    | 'protection'
    | 'account'
    | 'pipe'
    | 'interface'
    | 'samba'
    | 'pipeFolder'
    | 'winbind'
    | 'rightsFile'
    | 'service'
  readonly passed: boolean
  readonly figure: string
  /** Why it did not pass, where that ended the examination. */
  readonly error?: LogoffError | undefined
  /** What to change, so that it passes. */
  readonly remedy?: Remedy | undefined
}

/**
 * An open session host. Methods that act on one session answer with a `Result` and do not throw for what the host
 * refuses; the others throw a `LogoffError`. All reject with `signal.reason` when aborted.
 */
export interface SessionHost extends AsyncDisposable {
  /** As the user named it. */
  readonly name: string
  readonly kind: HostKind
  list(options?: ListOptions): Promise<Session[]>
  /** The session of that ID as it is now, asked for alone where the host can; null where there is none. */
  find(id: string, options?: CallOptions): Promise<Session | null>
  /** What the list does not show; all null for a session that has gone. */
  details(session: Session, options?: CallOptions): Promise<SessionDetails>
  /** Ends the session and all its processes, and verifies that both are gone. */
  logoff(session: Session, options?: EndOptions): Promise<Result>
  /** The same without asking the session first; for one that malfunctions. */
  reset(session: Session, options?: EndOptions): Promise<Result>
  /** Leaves the session running without its client. */
  disconnect(session: Session, options?: CallOptions): Promise<void>
  /** Brings the session to the client named `destination`: on Linux the console. */
  connect(session: Session, destination: string, options?: ConnectOptions): Promise<void>
  message(session: Session, message: Message, options?: CallOptions): Promise<MessageAnswer>
  processes(options?: ProcessOptions): Promise<Process[]>
  endProcess(process: Process, options?: CallOptions): Promise<void>
  /** Events from the moment of the first `next()`; a `break` ends the subscription. */
  watch(options?: CallOptions): AsyncIterable<SessionEvent>
  /** What an administrator wants to know about this host; changes nothing. */
  examine(options?: CallOptions): Promise<Finding[]>
  close(): Promise<void>
}
