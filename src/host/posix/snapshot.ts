/** The processes of this machine with the login that each one came from. */
import { readArguments, readAuditSession, readLoginUid } from '../../linux/proc.ts'
import { findProcesses, type RunningProcess } from '../../linux/processes.ts'
import { type Service, serviceOf } from './service.ts'

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

/** Those of `pids` that run; all of the machine where none are given. */
export function readProcesses(pids?: readonly number[]): PosixProcess[] {
  return findProcesses(pids).map((process) => {
    const service = serviceOf(process)
    return {
      ...process,
      auditSession: readAuditSession(process.pid),
      loginUid: readLoginUid(process.pid),
      service,
      title: service === null ? '' : (readArguments(process.pid) ?? []).join(' '),
    }
  })
}
