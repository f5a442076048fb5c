/** Kills the processes of a login, and those that they make meanwhile. */
import { StatusError } from '../../errors.ts'
import type { Account } from '../../linux/accounts.ts'
import { sendSignal } from '../../linux/signal.ts'
import { whileStopped } from '../../linux/stop-all.ts'
import type { Membership } from './membership.ts'
import type { PosixProcess } from './snapshot.ts'

/** The longest that all sessions of a user are held for one of them. */
const SWEEP_MS = 500

/** Kills what the user himself runs of the login, while all that he runs is held. Root's cannot be held: that is hunted. */
export function killHeld(account: Account, membership: Membership): void {
  const own = ({ uid }: PosixProcess) => uid === account.uid
  if (held(account, () => killMembers(membership, own)) === null) killMembers(membership, own)
}

/** Whether no member is left, looked for while all that the user runs is held. */
export function isNoneHeld(account: Account, membership: Membership): boolean {
  return held(account, () => membership.look().length === 0) ?? false
}

/** What `work` returns, or null where the user's processes cannot be held. */
function held<T>(account: Account, work: () => T): T | null {
  if (account.uid === 0) return null
  let result: T | null = null
  try {
    whileStopped(account, () => {
      result = work()
    })
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
  }
  return result
}

/** Kills those members that are `chosen`, each as soon as it is seen, until none is left or it takes too long. */
export function killMembers(membership: Membership, chosen: (process: PosixProcess) => boolean): void {
  const deadline = performance.now() + SWEEP_MS
  const refused = new Set<number>()
  let left: number
  do {
    const found = membership.look((process) => {
      if (chosen(process) && !signalMember(process, 'SIGKILL')) refused.add(process.pid)
    })
    left = found.filter((process) => chosen(process) && !refused.has(process.pid)).length
  } while (left > 0 && performance.now() < deadline)
}

/** Sends a signal; false where it is not ours to send: the login service's half of a user's own session ends by itself. */
export function signalMember({ pid }: PosixProcess, signal: NodeJS.Signals): boolean {
  try {
    sendSignal(pid, signal)
    return true
  } catch (error) {
    if (error instanceof StatusError && error.status.symbol === 'EPERM') return false
    throw error
  }
}
