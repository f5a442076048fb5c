/** A process of a host. */
export interface Process {
  readonly pid: number
  readonly name: string
  /** Owner's name; the number where it has no name. */
  readonly user: string
  /** The session it belongs to; null for a process of no session. */
  readonly sessionId: string | null
  readonly started: Date | null
}
