/** What a host knows of a session beside what its list shows. */

/** Each is null where the host does not know it. */
export interface SessionDetails {
  /** Whether its screen is locked. */
  readonly locked: boolean | null
  /** When its client connected last. */
  readonly connectTime: Date | null
  /** When its client left it last. */
  readonly disconnectTime: Date | null
}

/** Of a session of which nothing more is known. */
export const NO_DETAILS: SessionDetails = { locked: null, connectTime: null, disconnectTime: null }
