/** The processes of this machine. */
import type { CallOptions } from '../session/host.ts'
import type { Process } from '../session/process.ts'
import type { Accounts } from './accounts.ts'
import { dateOfTicks } from './clock.ts'
import { processIds, readArguments, readStat, readStatus } from './proc.ts'
import { isRunning, type ProcessStat } from './stat.ts'

/** A process that has not ended: no zombie, and no thread of another. */
export interface RunningProcess extends ProcessStat {
  /** The real user ID. */
  readonly uid: number
  /** The user ID it can return to; another one in a setuid program. */
  readonly savedUid: number
}

/** A running process, or null where it has gone or is a thread. */
export function findProcess(pid: number): RunningProcess | null {
  const stat = readStat(pid)
  if (!stat || !isRunning(stat)) return null
  const status = readStatus(pid)
  return status?.threadGroup === pid ? { ...stat, uid: status.uid, savedUid: status.savedUid } : null
}

/** Those of `pids` that run; all of the machine where none are given. */
export function findProcesses(pids: readonly number[] = processIds()): RunningProcess[] {
  return pids.flatMap((pid) => findProcess(pid) ?? [])
}

/** Tells a process from another that has its number later. */
export function identityOf({ pid, startTicks }: ProcessStat): string {
  return `${pid} ${startTicks}`
}

/** Processes as callers see them, each with the session that `sessionOf` finds for it. */
export async function describeProcesses(
  processes: readonly RunningProcess[],
  accounts: Accounts,
  options: CallOptions & { readonly sessionOf: (process: RunningProcess) => string | null },
): Promise<Process[]> {
  const { signal, sessionOf } = options
  const uids = processes.map(({ uid }) => uid)
  const nameOf = await accounts.names(uids, { signal })
  return processes.map((process) => ({
    pid: process.pid,
    name: fullName(process),
    user: nameOf(process.uid),
    sessionId: sessionOf(process),
    started: dateOfTicks(process.startTicks),
  }))
}

/** Bytes of a name that the kernel keeps. */
const NAME_LENGTH = 15

// A name of full length may be cut; the arguments then hold the rest.
function fullName({ pid, name }: RunningProcess): string {
  if (Buffer.byteLength(name) < NAME_LENGTH) return name
  const program = readArguments(pid)?.[0]?.split('/').at(-1) ?? ''
  return program.startsWith(name) ? program : name
}
