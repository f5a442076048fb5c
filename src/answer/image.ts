/** The border: sessions in the user's words as MS-TSTS has them. */
import type { Session, SessionState } from '../session/session.ts'
import { WINSTATIONSTATECLASS } from '../tsts/session-state.ts'
import { SESSIONTYPE, SESSIONTYPE_GUID } from '../tsts/session-type.ts'
import { ProtocolType } from '../tsts/winstation-client.ts'
import type { Accounts } from './accounts.ts'

/** The number by which the wire knows a session; null for one whose ID is none. */
export function numberOf({ id }: Pick<Session, 'id'>): number | null {
  return /^\d{1,9}$/.test(id) ? Number(id) : null
}

/** One of WINSTATIONSTATECLASS. [MS-TSTS] 2.2.1.9 */
export function stateOf({ state }: Session): number {
  return STATES[state]
}

const STATES: Readonly<Record<SessionState, number>> = {
  active: WINSTATIONSTATECLASS.State_Active,
  connected: WINSTATIONSTATECLASS.State_Connected,
  disconnected: WINSTATIONSTATECLASS.State_Disconnected,
  closing: WINSTATIONSTATECLASS.State_Down,
  listening: WINSTATIONSTATECLASS.State_Listen,
  other: WINSTATIONSTATECLASS.State_Idle,
}

/** One of SESSIONTYPE. [MS-TSTS] 2.2.1.18 */
export function typeOf({ kind }: Session): number {
  if (kind === 'services') return SESSIONTYPE.SESSIONTYPE_SERVICES
  return kind === 'listener' ? SESSIONTYPE.SESSIONTYPE_LISTENER : SESSIONTYPE.SESSIONTYPE_REGULARDESKTOP
}

/** The session type as newer versions tell it. */
export function typeGuidOf({ kind }: Session): string {
  return kind === 'services' ? SESSIONTYPE_GUID.SERVICES : SESSIONTYPE_GUID.REGULARDESKTOP
}

/** Text for a field of `WCHAR[count]`: cut where it is too long, as Windows does. */
export function fit(text: string, count: number): string {
  return text.slice(0, count - 1)
}

/** A user by name and domain. */
export interface Account {
  readonly user: string
  readonly domain: string
}

/** "DOMAIN\\user" in its parts; the domain of the machine's own accounts is the machine. [MS-TSTS] 3.3.4.1.6 */
export function accountOf({ user, domain }: Session, { computerName }: Accounts): Account {
  if (user === '' || domain !== '') return { user, domain }
  const [, prefix, name] = /^([^\\]+)\\(.+)$/.exec(user) ?? []
  return prefix && name ? { user: name, domain: prefix } : { user, domain: computerName }
}

/** One of ProtocolType: what is no remote desktop is told as a console. [MS-TSTS] 2.2.2.35 */
export function protocolOf({ kind }: Session): number {
  return kind === 'rdp' ? ProtocolType.PROTOCOL_RDP : ProtocolType.PROTOCOL_CONSOLE
}

/** Seconds since the last input; 0 where the host does not know. */
export function idleSeconds({ idleSince }: Session): number {
  return idleSince === null ? 0 : Math.max(0, Math.floor((Date.now() - idleSince.getTime()) / 1000))
}
