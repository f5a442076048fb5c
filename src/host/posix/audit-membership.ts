/** Membership by the audit session, which the kernel hands down and no user can change. */
import { census, censusProves } from '../../linux/census.ts'
import { readAuditSession } from '../../linux/proc.ts'
import { isListener } from './login.ts'
import type { Membership } from './membership.ts'
import { type PosixProcess, readProcess } from './snapshot.ts'

/** The processes of an audit session, except those numbered in `spared`. */
export function auditMembership(audit: number, spared: ReadonlySet<number>): Membership {
  const look = (visit?: (process: PosixProcess) => void) => {
    const found = new Map<number, PosixProcess>()
    census((pid) => {
      if (spared.has(pid) || readAuditSession(pid) !== audit) return false
      const member = readProcess(pid)
      if (!member || isListener(member, readParent(member))) return false
      found.set(pid, member)
      visit?.(member)
      return true
    })
    return [...found.values()]
  }
  return {
    look,
    among: ({ processes }) => {
      const own = processes.filter(({ pid, auditSession }) => auditSession === audit && !spared.has(pid))
      return own.filter(
        (each) =>
          !isListener(
            each,
            processes.find(({ pid }) => pid === each.parent),
          ),
      )
    },
    // Where others fork so fast that the snapshot has no end, a look at this session alone has one.
    isProvenBy: ({ complete }) => complete || (censusProves() && look().length === 0),
  }
}

function readParent({ service, parent }: PosixProcess): PosixProcess | undefined {
  return service === null ? undefined : (readProcess(parent) ?? undefined)
}
