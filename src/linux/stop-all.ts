/** Holds all processes of a user at once, which no process of his can outrun by forking. */
import { spawnSync } from 'node:child_process'
import { StatusError } from '../errors.ts'
import type { Account } from './accounts.ts'
import { errnoError } from './errno.ts'
import { findProcess, findProcesses, identityOf, type RunningProcess } from './processes.ts'
import { spawnOptions } from './run.ts'
import { sendSignal } from './signal.ts'
import { isStopped } from './stat.ts'

/**
 * Stops every process of `account`, does `work`, and lets those run on that are still there and had not been stopped
 * by somebody else. The stop is one kill(-1) sent as the user, atomic against fork; this process is not stopped, also
 * where it is the user's own. `work` must not wait: meanwhile every session of the user stands still.
 * @throws StatusError EPERM where the caller is neither root nor that user, EINVAL for root, whose stop would hold the machine
 */
export function whileStopped<T>(account: Account, work: () => T): T {
  if (account.uid === 0) throw refusal('EINVAL', 22)
  const own = process.getuid?.() === account.uid
  if (!own && process.getuid?.() !== 0) throw refusal('EPERM', 1)
  const stoppedBefore = new Set(findProcesses().filter(isStopped).map(identityOf))
  try {
    stopParents(account)
    if (own) process.kill(-1, 'SIGSTOP')
    else stopAs(account)
    return work()
  } finally {
    resume(account, stoppedBefore)
  }
}

/** How long the processes of one level of the user's trees may take to stop. */
const LEVEL_MS = 20

// A shell that still runs when its job stops takes the terminal back from it; so parents stop before their children.
function stopParents(account: Account): void {
  const held = findProcesses().filter((each) => isHeldBy(account, each) && each.pid !== process.pid)
  const parents = new Set(held.map(({ parent }) => parent))
  for (const level of levelsOf(held)) {
    const stopping = level.filter((each) => parents.has(each.pid) && !isStopped(each))
    for (const { pid } of stopping) sendSignal(pid, 'SIGSTOP')
    const deadline = performance.now() + LEVEL_MS
    while (stopping.some(runsOn) && performance.now() < deadline);
  }
}

function runsOn({ pid }: RunningProcess): boolean {
  const now = findProcess(pid)
  return now !== null && !isStopped(now)
}

/** The processes by their distance from the roots of their trees. */
export function levelsOf<T extends { readonly pid: number; readonly parent: number }>(processes: readonly T[]): T[][] {
  const levels: T[][] = []
  let above = new Set(processes.map(({ pid }) => pid))
  let level = processes.filter(({ parent }) => !above.has(parent))
  while (level.length > 0) {
    levels.push(level)
    above = new Set(level.map(({ pid }) => pid))
    level = processes.filter(({ parent }) => above.has(parent))
  }
  return levels
}

function stopAs(account: Account): void {
  const options = { ...spawnOptions({ as: account }), encoding: 'utf8' } as const
  const { error, status, stderr } = spawnSync('/bin/sh', ['-c', 'kill -STOP -1'], options)
  if (error) throw errnoError('run /bin/sh', error)
  // kill fails with ESRCH where the user has no process: then there is nothing to stop.
  if (status === 0 || !findProcesses().some((each) => isHeldBy(account, each))) return
  throw new StatusError('kill -STOP -1', { space: 'exit', value: status, symbol: 'exit' }, stderr.trim())
}

// Sent whatever the state: one that waits for a disk stops only later, unless SIGCONT takes the stop back.
function resume(account: Account, stoppedBefore: ReadonlySet<string>): void {
  const others = findProcesses().filter((each) => each.pid !== process.pid && !stoppedBefore.has(identityOf(each)))
  const held = others.filter((each) => isHeldBy(account, each))
  // A shell that wakes before its job would see it stopped; so children come first.
  for (const { pid } of levelsOf(held).reverse().flat()) sendSignal(pid, 'SIGCONT')
  if (process.getuid?.() !== 0) return
  // sudo and su stop themselves when they see their child stopped.
  const parents = new Set(held.map(({ parent }) => parent))
  const followers = others.filter((each) => parents.has(each.pid) && isStopped(each) && !isHeldBy(account, each))
  for (const { pid } of followers) sendSignal(pid, 'SIGCONT')
}

// Whom kill(2) lets the user signal.
function isHeldBy({ uid }: Account, process: RunningProcess): boolean {
  return process.uid === uid || process.savedUid === uid
}

function refusal(symbol: string, value: number): StatusError {
  return new StatusError('kill -STOP -1', { space: 'errno', value, symbol })
}
