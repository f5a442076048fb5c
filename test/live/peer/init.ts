/** The init process of a peer: started, found, killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { makeCgroup } from './cgroup.ts'
import { readIfAny } from './read.ts'
import type { Slot } from './slot.ts'
import { waitFor } from './wait.ts'

/** The program that holds a peer, and the peer's PID 1 as this machine numbers it. */
export interface Init {
  readonly holder: ChildProcess
  readonly pid: number
  /** Rejects when the peer ends. */
  readonly failed: Promise<never>
}

/** Starts the program that holds a peer, in its own control group. */
export async function startInit(argv: readonly string[], slot: Slot, env: NodeJS.ProcessEnv = {}): Promise<Init> {
  const enter = 'while [ "$1" != -- ]; do echo $$ >"$1"; shift; done; shift; exec "$@"'
  const log = openSync(join(slot.folder, 'log'), 'w')
  const holder = spawn('bash', ['-euc', enter, 'peer', ...makeCgroup(slot.label), '--', ...argv], {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
    detached: true,
  })
  holder.unref() // A peer that a failing test did not close must not keep the test's process alive.
  closeSync(log)
  const failed = once(holder, 'exit').then(([code, signal]) => {
    throw new Error(`The peer ended with ${code ?? signal}`)
  })
  failed.catch(() => {}) // ignored: it is of interest only while the peer boots
  const found = waitFor(() => initOf(holder.pid ?? 0), { what: 'the init process of a peer' })
  return { holder, failed, pid: await Promise.race([found, failed]) }
}

/** What a peer wrote on its console. */
export function logOf(slot: Slot): string {
  return readIfAny(join(slot.folder, 'log')).slice(-2000)
}

/** The child of `holder` that is number 1 in its own namespace. */
function initOf(holder: number): number | undefined {
  const children = readIfAny(`/proc/${holder}/task/${holder}/children`).split(' ').filter(Boolean).map(Number)
  return children.find((pid) => /^NSpid:.*\t1$/m.test(readIfAny(`/proc/${pid}/status`)))
}
