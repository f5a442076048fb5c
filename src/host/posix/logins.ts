/** The logins of this machine as sessions. */
import { type Accounts, localAccounts } from '../../linux/accounts.ts'
import { readAuditSession } from '../../linux/proc.ts'
import { isXrdpWatched } from '../../linux/xrdp/displays.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import { clientAddressOf, displayOf, frontConsole, lastInputOf, terminalsOf } from './facts.ts'
import { findLogins, type Login } from './login.ts'
import type { SharedSnapshot } from './shared-snapshot.ts'
import type { Snapshot } from './snapshot.ts'
import { sessionOf } from './translate.ts'
import { ProcessTree } from './tree.ts'
import { readUtmp } from './utmp.ts'

/** Accounts under which login services handle those who have not logged on yet. */
const SEPARATED = new Set(['sshd', '_sshd', 'nobody'])

/** The user IDs of those accounts. */
export function separatedUids(): ReadonlySet<number> {
  const accounts = localAccounts().filter(({ name }) => SEPARATED.has(name))
  return new Set(accounts.map(({ uid }) => uid))
}

/** A login and the session that callers see in it. */
export interface ListedLogin {
  readonly login: Login
  readonly session: Session
}

/** Lists them; remembers when each logged on, for its first process may be gone by the next listing. */
export class Logins {
  readonly #host: string
  readonly #accounts: Accounts
  readonly #snapshots: SharedSnapshot
  // The first process of a session may end before the session does; the logon is the same.
  #logonTimes: ReadonlyMap<string, Date | null> = new Map()
  readonly #listings = new WeakMap<Snapshot, Promise<ListedLogin[]>>()

  constructor(host: string, accounts: Accounts, snapshots: SharedSnapshot) {
    this.#host = host
    this.#accounts = accounts
    this.#snapshots = snapshots
  }

  /** All of them, the oldest first. */
  async list(options: CallOptions): Promise<ListedLogin[]> {
    const snapshot = await this.#snapshots.take(options)
    const listing = this.#listings.get(snapshot) ?? this.#read(snapshot)
    this.#listings.set(snapshot, listing)
    return await abortable(listing, options.signal)
  }

  async #read({ processes }: Snapshot): Promise<ListedLogin[]> {
    const logins = findLogins(processes, separatedUids())
    const nameOf = await this.#accounts.names(logins.map(({ uid }) => uid))
    const [front, utmp, own] = [frontConsole(), readUtmp(), readAuditSession(process.pid)]
    const above = new Set(new ProcessTree(processes).ancestorsOf(process.pid).map(({ pid }) => pid))
    const listed = logins.map((login) => {
      const terminal = terminalsOf(login)[0] ?? ''
      const display = displayOf(login)
      const session = sessionOf(login, {
        ...{ host: this.#host, user: nameOf(login.uid), terminal, display, frontConsole: front },
        watched: display === '' || isXrdpWatched(display),
        clientAddress: clientAddressOf(login, utmp),
        idleSince: terminal === '' ? null : lastInputOf(terminal),
        current: login.audit === null ? above.has(login.leader?.pid ?? 0) : login.audit === own,
      })
      return { login, session: { ...session, logonTime: this.#logonTimes.get(keyOf(session)) ?? session.logonTime } }
    })
    this.#logonTimes = new Map(listed.map(({ session }) => [keyOf(session), session.logonTime]))
    return listed
  }
}

function keyOf({ id, user }: Session): string {
  return `${id} ${user}`
}

/** The session that a process belongs to, for every process of a listing. */
export function sessionIds(logins: readonly ListedLogin[]): ReadonlyMap<number, string> {
  return new Map(logins.flatMap(({ login }) => login.members.map(({ pid }) => [pid, login.id] as const)))
}
