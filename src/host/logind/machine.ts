/** What this adapter does on the machine itself, beside what it asks logind for: directly, or by a shell over ssh. */
import type { Duplex } from 'node:stream'
import type { Account } from '../../linux/accounts.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Process } from '../../session/process.ts'

/** A control group whose processes end together. */
export interface Group {
  /** systemd's unit of it; null where systemd does not run. */
  readonly unit: string | null
  /** Its path, as in /proc/PID/cgroup; of a unit's groups only that one and those below it are meant. */
  readonly path: string
}

/** A process and the control group that it is in. */
export interface PlacedProcess extends Process {
  readonly cgroup: string
}

/** Where a message to a session can be shown. */
export interface Screen {
  readonly host: string
  readonly id: string
  readonly uid: number
  /** Whether its user looks at windows, not at a terminal. */
  readonly graphical: boolean
  /** Its terminal's name below /dev; '' where logind does not know one. */
  readonly terminal: string
  /** Its X display, ":10"; '' where logind does not know one. */
  readonly display: string
  readonly group: Group
}

/** A program that ran to its end, with all that it printed. */
export interface Ran {
  readonly code: number
  readonly stdout: string
}

/** Who runs a program and with what. */
export interface RunOptions extends CallOptions {
  /** Who runs it; only root can give another than himself. */
  readonly as?: Account
  /** Its environment, beside a path. */
  readonly env?: Readonly<Record<string, string>>
}

/** How the end of a group is waited for. */
export interface EmptyOptions extends CallOptions {
  /** Where nothing tells, and it must be asked again and again: what to await before. */
  readonly hint?: Promise<void> | undefined
}

/** The machine whose logind it is. */
export interface Machine extends AsyncDisposable {
  /** The user that the caller is there. */
  readonly uid: number
  /** Which version of control groups holds its sessions. */
  readonly cgroupVersion: 1 | 2
  /** The numbers of those processes that are the caller's command itself. */
  readonly command: ReadonlySet<number>
  /** All processes. */
  processes(options: CallOptions): Promise<PlacedProcess[]>
  /** The processes in a group and those below it. */
  members(group: Group, options: CallOptions): Promise<PlacedProcess[]>
  /** The paths of those of a group and the ones below it that hold processes. */
  occupied(group: Group, options: CallOptions): Promise<readonly string[]>
  /** Resolves once a group holds no process but the command. */
  untilEmpty(group: Group, options: EmptyOptions): Promise<void>
  /** Kills all in a group at once; false where only the host's services may. */
  kill(group: Group, options: CallOptions): Promise<boolean>
  /** Kills what the caller himself owns in a group that the host's services have lost sight of. */
  killOwn(group: Group, options: CallOptions): Promise<void>
  /** The path of a session's group where the session has no unit; null where it cannot be seen from here. */
  groupOf(sessionId: string, leader: number, options: CallOptions): Promise<string | null>
  /**
   * Kills a process that still is the one described; false where it goes on all the same.
   * @throws StatusError EPERM, ESRCH
   */
  endProcess(process: Process, options: CallOptions): Promise<boolean>
  /**
   * Shows a message.
   * @throws StatusError EACCES, EPERM, EAGAIN
   * @throws LogoffError SESSION_UNREACHABLE, PROGRAM_MISSING
   */
  show(message: Message, screen: Screen, options: CallOptions): Promise<MessageAnswer>
  /** What it can show a message with: the word "terminals" and the names of programs. */
  messageMeans(options: CallOptions): Promise<string[]>
  /** The account of a number. */
  account(uid: number, options: CallOptions): Promise<Account | null>
  /** A file of the kernel as text; '' where there is none. */
  kernelFile(path: string, options: CallOptions): Promise<string>
  /** A small file of a user's own; null where there is none that he may read, or the caller may not read it. */
  ownFile(path: string, owner: Account, options: CallOptions): Promise<Uint8Array | null>
  /** Runs a program to its end; null where it is not installed. */
  run(argv: readonly [string, ...string[]], options: RunOptions): Promise<Ran | null>
  /** Connects to a Unix socket; rejects, or the stream fails, where nobody listens. */
  connectTo(socket: string, options: CallOptions): Promise<Duplex>
}
