/** A session of a host, in the user's words. */

/** What a session is doing, in the same words for every kind of host. */
export type SessionState = 'active' | 'connected' | 'disconnected' | 'closing' | 'listening' | 'other'

/** By which way its user came; `services` and `listener` are nobody's and never ended. */
export type SessionKind = 'console' | 'rdp' | 'ssh' | 'terminal' | 'services' | 'listener' | 'other'

/** Where the person of a session sits. Each part is '' where the host does not know it. */
export interface ClientInfo {
  readonly name: string
  readonly address: string
}

/** A session as it was when it was listed; an act on it concerns that logon, and no later one with its ID. */
export interface Session {
  /** The host, as the user named it. */
  readonly host: string
  /** What identifies the session to its host: "12"; on logind "12" or "c7". */
  readonly id: string
  /** "rdp-tcp#3", "console", "ssh-tcp#12"; '' when disconnected, as on Windows. */
  readonly name: string
  /** In full; '' when nobody is logged on. */
  readonly user: string
  readonly domain: string
  readonly state: SessionState
  /** The host's own word for the state. */
  readonly nativeState: string
  readonly kind: SessionKind
  readonly logonTime: Date | null
  /** Time of the last input; null where the host does not know it. */
  readonly idleSince: Date | null
  readonly client: ClientInfo | null
  /** Whether the command runs in this session. */
  readonly current: boolean
}

/** Whether two listings show the same logon: an ID can come to mean another one. */
export function sameLogon(a: Session, b: Session): boolean {
  return a.id === b.id && a.user === b.user && a.logonTime?.getTime() === b.logonTime?.getTime()
}
