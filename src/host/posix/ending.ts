/** Ends a login without logind: signals first, then holds the user's processes and kills those of the session. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Account, Accounts } from '../../linux/accounts.ts'
import { readStat } from '../../linux/proc.ts'
import { describeProcesses } from '../../linux/processes.ts'
import { isRunning } from '../../linux/stat.ts'
import type { Ending } from '../../session/ending.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import { isNoneHeld, killHeld, killMembers, signalMember } from './kill.ts'
import type { Membership } from './membership.ts'
import type { SharedSnapshot } from './shared-snapshot.ts'
import type { PosixProcess, Snapshot } from './snapshot.ts'

/** The kernel tells nobody but a parent that a process has ended; so it is asked, more and more seldom. */
const FIRST_POLL_MS = 5
const LAST_POLL_MS = 80

/** How long a login service may take to note the end of its session after all else of it has been killed. */
const SERVICE_MS = 1_000

/** What the ending of a login works with. */
export interface EndingParts {
  readonly sessionId: string
  readonly account: Account
  readonly accounts: Accounts
  readonly membership: Membership
  readonly snapshots: SharedSnapshot
}

/** One login that is being ended. */
export class PosixEnding implements Ending {
  readonly notes = []
  readonly #parts: EndingParts
  readonly #restore: () => void

  /** @param restore undoes what was prepared for the ending */
  constructor(parts: EndingParts, restore: () => void) {
    this.#parts = parts
    this.#restore = restore
  }

  async ask({ signal }: CallOptions): Promise<void> {
    signal?.throwIfAborted()
    const { membership, snapshots } = this.#parts
    const members = membership.among(await snapshots.take({ signal }))
    for (const name of ['SIGTERM', 'SIGHUP', 'SIGCONT'] as const) {
      for (const member of members) signalMember(member, name)
    }
  }

  async gone({ signal }: CallOptions): Promise<void> {
    const { membership, snapshots } = this.#parts
    for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 2, LAST_POLL_MS)) {
      const snapshot = await snapshots.take({ signal })
      const members = membership.among(snapshot)
      if (members.length === 0 && this.#isProven(snapshot)) return
      do await pause(pollMs, signal)
      while (members.some(isStillThere))
    }
  }

  async remaining({ signal }: CallOptions): Promise<readonly Process[]> {
    signal?.throwIfAborted()
    const { accounts, membership, snapshots, sessionId } = this.#parts
    const members = membership.among(await snapshots.take({ signal }))
    return await describeProcesses(members, accounts, { signal, sessionOf: () => sessionId })
  }

  async kill({ signal }: CallOptions): Promise<void> {
    signal?.throwIfAborted()
    const { account, membership } = this.#parts
    killHeld(account, membership)
    killMembers(membership, ({ service }) => service === null)
    for (const service of membership.look()) signalMember(service, 'SIGTERM')
    const deadline = performance.now() + SERVICE_MS
    while (membership.look().length > 0 && performance.now() < deadline) await pause(LAST_POLL_MS, signal)
    killMembers(membership, () => true)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#restore()
  }

  // Where a look at running processes proves nothing they are held while they are looked at.
  #isProven(snapshot: Snapshot): boolean {
    const { account, membership } = this.#parts
    return membership.isProvenBy(snapshot) || isNoneHeld(account, membership)
  }
}

function isStillThere({ pid, startTicks }: PosixProcess): boolean {
  const now = readStat(pid)
  return now !== null && isRunning(now) && now.startTicks === startTicks
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await delay(ms, undefined, { signal }).catch((error) => {
    throw signal?.aborted ? signal.reason : error
  })
}
