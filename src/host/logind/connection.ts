/** What a logind host is made of once it is open; shared by its steps. */
import { constants } from 'node:os'
import { LogoffError } from '../../errors.ts'
import type { Bus } from './bus.ts'
import type { Login1, Login1Options } from './login1.ts'
import type { Machine } from './machine.ts'
import type { PolkitAgent } from './polkit-agent.ts'
import type { SessionEvents } from './session-events.ts'
import type { SessionMemory } from './session-memory.ts'
import type { Systemd1 } from './systemd1.ts'
import { needsAuthorization } from './translate.ts'

/** An open logind host: its bus, the services on it, the machine, and what was found out about the caller. */
export interface Connection {
  /** The host as the user named it. */
  readonly name: string
  readonly bus: Bus
  readonly login1: Login1
  readonly systemd1: Systemd1
  readonly events: SessionEvents
  readonly machine: Machine
  /** IDs that were seen to be sessions of users. */
  readonly userSessions: Set<string>
  /** What is known of sessions already; null where they are read anew each time. */
  readonly memory: SessionMemory | null
  /** Null where nobody can be asked. */
  readonly agent: PolkitAgent | null
  /** ID of the session that the command runs in. */
  readonly currentId: string | null
  /** ID of the session that carries the connection to another machine. */
  readonly carrierId: string | null
  /** Whether the bus is another container's, whose processes are not those that the machine shows. */
  readonly isForeign: boolean
}

export const { SIGHUP, SIGKILL, SIGTERM, SIGCONT } = constants.signals

/** Makes a call that needs a right; where polkit would have to ask for a password and may, it asks. */
export async function withRight(
  { agent }: Connection,
  { signal }: Login1Options,
  call: (options: Login1Options) => Promise<void>,
): Promise<void> {
  try {
    await call({ signal })
  } catch (error) {
    if (!agent || !needsAuthorization(error)) throw error
    await agent.start()
    await call({ signal, interactive: true })
  }
}

/**
 * Refuses what needs to see the host's processes where they cannot be seen.
 * @throws LogoffError HOST_UNREACHABLE
 */
export function assertVisible({ name, isForeign }: Connection): void {
  if (isForeign) throw invisible(name)
}

/** Of a host whose sessions run where this machine does not see them. */
export function invisible(host: string): LogoffError {
  const reason = 'its system bus is another container’s, whose processes cannot be seen from here'
  return new LogoffError('HOST_UNREACHABLE', { host, reason })
}
