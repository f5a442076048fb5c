/** The processes of this machine with the login that each one came from. */
import { survey } from '../../linux/census.ts'
import { readArguments, readAuditSession, readLoginUid } from '../../linux/proc.ts'
import { findProcess, type RunningProcess } from '../../linux/processes.ts'
import { type Service, serviceOf } from './service.ts'

/** A process with what tells the login that it came from. */
export interface PosixProcess extends RunningProcess {
  /** The audit session; null where no login has set one. */
  readonly auditSession: number | null
  /** Who logged on to it. */
  readonly loginUid: number | null
  /** What it logs users on to; null for all but the login services. */
  readonly service: Service | null
  /** What a login service's process calls itself: "sshd: alice [priv]"; '' for all others. */
  readonly title: string
}

/** All processes of one look. */
export interface Snapshot {
  readonly processes: readonly PosixProcess[]
  /** Whether none that there was at its end is missing. */
  readonly complete: boolean
}

/** All processes of the machine, also those that are made while they are read. */
export function readSnapshot(): Snapshot {
  const processes = new Map<number, PosixProcess>()
  const { complete } = survey((pid) => {
    const process = readProcess(pid)
    if (process) processes.set(pid, process)
    return process !== null
  })
  return { processes: [...processes.values()], complete }
}

/** A running process, or null where it has gone or is a thread. */
export function readProcess(pid: number): PosixProcess | null {
  const process = findProcess(pid)
  if (!process) return null
  const service = serviceOf(process)
  return {
    ...process,
    auditSession: readAuditSession(pid),
    loginUid: readLoginUid(pid),
    service,
    title: service === null ? '' : (readArguments(pid) ?? []).join(' '),
  }
}
