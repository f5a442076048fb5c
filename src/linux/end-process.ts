/** Ends one process of this machine. */
import { setTimeout as delay } from 'node:timers/promises'
import { StatusError } from '../errors.ts'
import { within } from '../session/deadline.ts'
import type { CallOptions } from '../session/host.ts'
import type { Process } from '../session/process.ts'
import { dateOfTicks } from './clock.ts'
import { findProcess } from './processes.ts'
import { sendSignal } from './signal.ts'

/** How long the kernel may take to be rid of what was killed. */
const KILL_MS = 2_000
const POLL_MS = 10

/**
 * Kills a process that still is the one described; false where it goes on all the same, as one of the kernel's own does.
 * @throws StatusError EPERM, ESRCH
 */
export async function endProcess({ pid, started }: Process, { signal }: CallOptions = {}): Promise<boolean> {
  signal?.throwIfAborted()
  const isThere = () => {
    const now = findProcess(pid)
    return now !== null && dateOfTicks(now.startTicks).getTime() === started?.getTime()
  }
  if (!isThere() || !sendSignal(pid, 'SIGKILL')) {
    throw new StatusError(`kill ${pid}`, { space: 'errno', value: 3, symbol: 'ESRCH' })
  }
  return await within(KILL_MS, signal, async (over) => {
    while (isThere()) await delay(POLL_MS, undefined, { signal: over })
  })
}
