/** Finds the logins of this machine in its processes. */
import type { Service } from './service.ts'
import type { PosixProcess } from './snapshot.ts'
import { ProcessTree } from './tree.ts'

/** One logon of a user. */
export interface Login {
  /** The audit session's number; "p" and the leader's number for a login that has none. */
  readonly id: string
  /** The audit session; null where the login service sets none. */
  readonly audit: number | null
  readonly uid: number
  readonly service: Service | null
  /** The process of the login service that holds the session; null once it has gone. */
  readonly leader: PosixProcess | null
  /** All its processes that can be told by audit session or descent, the oldest first; never empty. */
  readonly members: readonly PosixProcess[]
}

/**
 * All logins: one for each audit session, and one for each login service's child without. Shells of a container and
 * what su and sudo start are none: nobody has logged on there.
 * @param separated user IDs under which login services handle those who have not logged on yet
 */
export function findLogins(processes: readonly PosixProcess[], separated: ReadonlySet<number>): Login[] {
  const tree = new ProcessTree(processes)
  const logins = [...auditedLogins(processes, tree), ...plainLogins(processes, tree, separated)]
  return logins.sort((a, b) => byStart(a.members[0]!, b.members[0]!))
}

function auditedLogins(processes: readonly PosixProcess[], tree: ProcessTree<PosixProcess>): Login[] {
  const groups = new Map<number, PosixProcess[]>()
  for (const process of processes) {
    const { auditSession } = process
    if (auditSession === null || isListener(process, tree.get(process.parent))) continue
    groups.set(auditSession, [...(groups.get(auditSession) ?? []), process])
  }
  const logins = [...groups].filter(([, group]) => !isFromOutside(group))
  return logins.map(([audit, group]) => {
    const members = group.sort(byStart)
    const leader = members.find(({ service }) => service !== null) ?? null
    const uid = members.find(({ loginUid }) => loginUid !== null)?.loginUid ?? members[0]!.uid
    return { id: String(audit), audit, uid, service: leader?.service ?? null, leader, members }
  })
}

// A container, or a command run in one, carries the session of whoever started it; nobody has logged on here.
function isFromOutside(group: readonly PosixProcess[]): boolean {
  return group.some(({ parent }) => parent === 0)
}

function plainLogins(
  processes: readonly PosixProcess[],
  tree: ProcessTree<PosixProcess>,
  separated: ReadonlySet<number>,
): Login[] {
  return processes.flatMap((leader) => {
    const { pid, service, auditSession } = leader
    if (
      auditSession !== null ||
      service === null ||
      service === 'background' ||
      isListener(leader, tree.get(leader.parent))
    )
      return []
    const shell = tree.childrenOf(pid).find((child) => !separated.has(child.uid) && child.service === null)
    if (!shell || shell.auditSession !== null) return []
    const members = [leader, ...tree.descendantsOf(pid)].sort(byStart)
    return { id: `p${pid}`, audit: null, uid: shell.uid, service, leader, members }
  })
}

/**
 * Whether a process waits for logins rather than holds one. Started again from within a session, as administrators do,
 * it carries that session's number and belongs to the machine all the same.
 */
export function isListener({ service, name, title }: PosixProcess, parent: PosixProcess | undefined): boolean {
  if (service === null || service === 'terminal') return false
  if (name.startsWith('sshd')) return / \[listener\] \d/.test(title) || !/^sshd(-session)?: /.test(title)
  return parent?.service !== service
}

function byStart(a: PosixProcess, b: PosixProcess): number {
  return a.startTicks - b.startTicks || a.pid - b.pid
}
