/** Membership by the audit session, which the kernel hands down and no user can change. */
import { census, censusProves } from '../../linux/census.ts'
import { readAuditSession } from '../../linux/proc.ts'
import { isListener } from './login.ts'
import type { Membership } from './membership.ts'
import { type PosixProcess, readProcess } from './snapshot.ts'

/** The processes of an audit session, except those numbered in `spared`. */
export function auditMembership(audit: number, spared: ReadonlySet<number>): Membership {
  return {
    proves: censusProves(),
    look: (visit) => {
      const found = new Map<number, PosixProcess>()
      census((pid) => {
        const member = spared.has(pid) ? null : memberOf(audit, pid)
        if (!member) return false
        found.set(pid, member)
        visit?.(member)
        return true
      })
      return [...found.values()]
    },
  }
}

function memberOf(audit: number, pid: number): PosixProcess | null {
  if (readAuditSession(pid) !== audit) return null
  const process = readProcess(pid)
  if (!process) return null
  const parent = process.service === null ? undefined : (readProcess(process.parent) ?? undefined)
  return isListener(process, parent) ? null : process
}
