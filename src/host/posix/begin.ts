/** Takes stock of a login before it is asked to end. */
import type { Account, Accounts } from '../../linux/accounts.ts'
import { commandProcesses } from '../../linux/command-processes.ts'
import { outliveSignals } from '../../linux/outlive-signals.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import { auditMembership } from './audit-membership.ts'
import { DescentMembership } from './descent-membership.ts'
import { PosixEnding } from './ending.ts'
import type { Login } from './login.ts'
import { separatedUids } from './logins.ts'
import type { SharedSnapshot } from './shared-snapshot.ts'

const NOBODY: ReadonlySet<number> = new Set()

/** Makes ready to end a login; where it is the command's own, the command outlives it. */
export async function beginEnding(
  { login, session }: { readonly login: Login; readonly session: Session },
  { accounts, snapshots }: { readonly accounts: Accounts; readonly snapshots: SharedSnapshot },
  options: CallOptions,
): Promise<PosixEnding> {
  const account = (await accounts.get(login.uid, options)) ?? unnamed(login.uid)
  const spared = session.current ? commandProcesses() : NOBODY
  const membership =
    login.audit === null
      ? new DescentMembership(login, { separated: separatedUids(), spared })
      : auditMembership(login.audit, spared)
  const restore = session.current ? outliveSignals() : () => {}
  return new PosixEnding({ sessionId: login.id, account, accounts, membership, snapshots }, restore)
}

// Of a user who was deleted while he was logged on.
function unnamed(uid: number): Account {
  return { name: String(uid), uid, gid: uid, home: '/' }
}
