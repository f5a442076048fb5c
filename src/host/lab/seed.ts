/** The sessions that a practice host begins with. */
import type { SessionKind, SessionState } from '../../session/session.ts'

/** One session as it is when the practice host is opened. */
export interface LabSession {
  readonly id: string
  /** '' for a disconnected one. */
  readonly name: string
  /** '' for the services' session and a listener, which own no processes. */
  readonly user: string
  readonly state: SessionState
  readonly kind: SessionKind
  /** Name of the client's machine. */
  readonly client?: string
  /** How long its user has been logged on, in minutes. */
  readonly logonMinutes?: number
  /** How long nothing has been typed in it, in minutes. */
  readonly idleMinutes?: number
  /** Whether the caller sits in it; on the first host alone. */
  readonly current?: boolean
}

/** What every practice host has unless told otherwise. */
export const DEFAULT_SESSIONS: readonly LabSession[] = [
  { id: '0', name: 'services', user: '', state: 'disconnected', kind: 'services' },
  { id: '1', name: 'console', user: 'carol', state: 'active', kind: 'console', logonMinutes: 540, idleMinutes: 3 },
  { ...rdp('2', 'rdp-tcp#2', 'admin'), client: 'ADMIN-PC', logonMinutes: 25, current: true },
  { ...rdp('4', 'TERM04', 'bob'), client: 'TERM04', logonMinutes: 190, idleMinutes: 42 },
  { id: '5', name: '', user: 'dave', state: 'disconnected', kind: 'rdp', logonMinutes: 1_500, idleMinutes: 1_320 },
  { ...rdp('9', 'rdp-tcp#9', '山田太郎'), client: 'TOKYO-07', logonMinutes: 75, idleMinutes: 1 },
  { ...rdp('12', 'rdp-tcp#12', 'alice'), client: 'TERM12', logonMinutes: 310, idleMinutes: 17 },
  { id: '65536', name: 'rdp-tcp', user: '', state: 'listening', kind: 'listener' },
]

function rdp(id: string, name: string, user: string): LabSession {
  return { id, name, user, state: 'active', kind: 'rdp' }
}
