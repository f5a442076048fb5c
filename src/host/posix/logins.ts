/** The logins of this machine as sessions. */
import { type Accounts, localAccounts } from '../../linux/accounts.ts'
import { readAuditSession } from '../../linux/proc.ts'
import { isXrdpConnected } from '../../linux/xrdp.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import { clientAddressOf, displayOf, frontConsole, lastInputOf, terminalsOf } from './facts.ts'
import { findLogins, type Login } from './login.ts'
import { type PosixProcess, readSnapshot } from './snapshot.ts'
import { sessionOf } from './translate.ts'
import { ProcessTree } from './tree.ts'

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

export class Logins {
  readonly #host: string
  readonly #accounts: Accounts
  readonly #logonTimes = new Map<string, Date | null>()

  constructor(host: string, accounts: Accounts) {
    this.#host = host
    this.#accounts = accounts
  }

  /** All of them, the oldest first. */
  async list({ signal }: CallOptions): Promise<ListedLogin[]> {
    const { processes } = readSnapshot()
    const logins = findLogins(processes, separatedUids())
    const uids = logins.map(({ uid }) => uid)
    const nameOf = await this.#accounts.names(uids, { signal })
    const front = frontConsole()
    return logins.map((login) => {
      const terminal = terminalsOf(login)[0] ?? ''
      const display = displayOf(login)
      const session = sessionOf(login, {
        ...{ host: this.#host, user: nameOf(login.uid), terminal, display, frontConsole: front },
        watched: display === '' || isXrdpConnected(display),
        clientAddress: clientAddressOf(login),
        idleSince: terminal === '' ? null : lastInputOf(terminal),
        current: isCurrent(login, processes),
      })
      return { login, session: { ...session, logonTime: this.#rememberedTime(session) } }
    })
  }

  // The first process of a session may end before the session does; the logon is the same.
  #rememberedTime({ id, user, logonTime }: Session): Date | null {
    const key = `${id} ${user}`
    const known = this.#logonTimes.get(key)
    if (known === undefined) this.#logonTimes.set(key, logonTime)
    return known ?? logonTime
  }
}

/** The session that a process belongs to, for every process of a listing. */
export function sessionIds(logins: readonly ListedLogin[]): ReadonlyMap<number, string> {
  return new Map(logins.flatMap(({ login }) => login.members.map(({ pid }) => [pid, login.id] as const)))
}

function isCurrent({ audit, leader }: Login, processes: readonly PosixProcess[]): boolean {
  if (audit !== null) return audit === readAuditSession(process.pid)
  return new ProcessTree(processes).ancestorsOf(process.pid).some(({ pid }) => pid === leader?.pid)
}
