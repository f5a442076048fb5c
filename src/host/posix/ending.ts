/** Ends a login without logind: signals first, then holds the user's processes and kills those of the session. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Account, Accounts } from '../../linux/accounts.ts'
import { describeProcesses, findProcess, identityOf } from '../../linux/processes.ts'
import type { Ending } from '../../session/ending.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import { isNoneHeld, killHeld, killMembers, signalMember } from './kill.ts'
import type { Membership } from './membership.ts'
import type { PosixProcess } from './snapshot.ts'

/** The kernel tells nobody but a parent that a process has ended; so it is asked this often. */
const POLL_MS = 20

/** How long a login service may take to note the end of its session after all else of it has been killed. */
const SERVICE_MS = 1_000

export interface EndingParts {
  readonly sessionId: string
  readonly account: Account
  readonly accounts: Accounts
  readonly membership: Membership
}

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
    const members = this.#parts.membership.look()
    for (const name of ['SIGTERM', 'SIGHUP', 'SIGCONT'] as const) {
      for (const member of members) signalMember(member, name)
    }
  }

  async gone({ signal }: CallOptions): Promise<void> {
    let members = this.#parts.membership.look()
    while (members.length > 0 || !this.#isProven()) {
      await pause(POLL_MS, signal)
      members = members.filter(isStillThere)
      if (members.length === 0) members = this.#parts.membership.look()
    }
  }

  async remaining({ signal }: CallOptions): Promise<readonly Process[]> {
    signal?.throwIfAborted()
    const { accounts, membership, sessionId } = this.#parts
    return await describeProcesses(membership.look(), accounts, { signal, sessionOf: () => sessionId })
  }

  async kill({ signal }: CallOptions): Promise<void> {
    signal?.throwIfAborted()
    const { account, membership } = this.#parts
    killHeld(account, membership)
    killMembers(membership, ({ service }) => service === null)
    for (const service of membership.look()) signalMember(service, 'SIGTERM')
    const deadline = performance.now() + SERVICE_MS
    while (membership.look().length > 0 && performance.now() < deadline) await pause(POLL_MS, signal)
    killMembers(membership, () => true)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#restore()
  }

  // Where a look at running processes proves nothing they are held while they are looked at.
  #isProven(): boolean {
    const { account, membership } = this.#parts
    return membership.proves || isNoneHeld(account, membership)
  }
}

function isStillThere(process: PosixProcess): boolean {
  const now = findProcess(process.pid)
  return now !== null && identityOf(now) === identityOf(process)
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await delay(ms, undefined, { signal }).catch((error) => {
    throw signal?.aborted ? signal.reason : error
  })
}
