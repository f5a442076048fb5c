/** Membership by descent, terminal and environment, for a login that has no audit session. */
import { readEnviron } from '../../linux/proc.ts'
import { identityOf } from '../../linux/processes.ts'
import { findLogins, type Login } from './login.ts'
import type { Membership } from './membership.ts'
import type { Service } from './service.ts'
import { type PosixProcess, readSnapshot, type Snapshot } from './snapshot.ts'
import { ProcessTree } from './tree.ts'

/** What a login service puts into the environment of one session and of no other. */
const MARKERS: Readonly<Partial<Record<Service, string>>> = { ssh: 'SSH_CONNECTION', rdp: 'DISPLAY' }

/** Whoever was a member once stays one, wherever it moves. */
export class DescentMembership implements Membership {
  readonly #login: Login
  readonly #separated: ReadonlySet<number>
  readonly #spared: ReadonlySet<number>
  readonly #known = new Set<string>()
  readonly #terminals = new Set<number>()
  #mark: string | null = null

  constructor(
    login: Login,
    options: { readonly separated: ReadonlySet<number>; readonly spared: ReadonlySet<number> },
  ) {
    this.#login = login
    this.#separated = options.separated
    this.#spared = options.spared
    this.#remember(login.members)
  }

  /** Only root's processes, which cannot be held to be looked at; those of others can, and that is surer. */
  isProvenBy({ complete }: Snapshot): boolean {
    return this.#login.uid === 0 && complete
  }

  look(visit?: (process: PosixProcess) => void): PosixProcess[] {
    const found = this.among(readSnapshot())
    for (const process of found) visit?.(process)
    return found
  }

  among({ processes: all }: Snapshot): PosixProcess[] {
    const others = findLogins(all, this.#separated).filter(({ id }) => id !== this.#login.id)
    const foreign = new Set(others.flatMap(({ members }) => members.map(({ pid }) => pid)))
    const tree = new ProcessTree(all)
    const alone = others.every(({ uid }) => uid !== this.#login.uid)
    const own = all.filter(({ pid, auditSession }) => auditSession === null && !foreign.has(pid))
    const roots = own.filter((each) => this.#isMember(each) || (alone && this.#isOrphan(each, tree)))
    const members = new Set(roots.flatMap((root) => [root, ...tree.descendantsOf(root.pid)]))
    this.#remember([...members])
    return [...members].filter(({ pid }) => !this.#spared.has(pid) && !foreign.has(pid))
  }

  #isMember(process: PosixProcess): boolean {
    if (this.#known.has(identityOf(process))) return true
    if (process.uid !== this.#login.uid) return false
    return this.#terminals.has(process.terminal) || (this.#mark !== null && this.#markOf(process) === this.#mark)
  }

  // A daemon that has left everything behind: made since the logon, by a process group session whose first has gone.
  #isOrphan(process: PosixProcess, tree: ProcessTree<PosixProcess>): boolean {
    const { uid, parent, processSession, startTicks } = process
    if (uid !== this.#login.uid || parent !== 1 || startTicks < this.#login.members[0]!.startTicks) return false
    return processSession > 1 && tree.get(processSession) === undefined
  }

  #remember(members: readonly PosixProcess[]): void {
    for (const member of members) {
      this.#known.add(identityOf(member))
      if (member.terminal !== 0) this.#terminals.add(member.terminal)
      if (member.uid === this.#login.uid) this.#mark ??= this.#markOf(member)
    }
  }

  #markOf({ pid }: PosixProcess): string | null {
    const name = this.#login.service === null ? undefined : MARKERS[this.#login.service]
    return name === undefined ? null : (readEnviron(pid)?.get(name) ?? null)
  }
}
