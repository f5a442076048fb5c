/** What came of an action on one session. */
import type { LogoffError } from '../errors.ts'
import type { Process } from './process.ts'
import type { Session } from './session.ts'

/** What became of the session, or of the message or process; `stillClosing` where some of it is left. */
export type Outcome =
  | 'loggedOff'
  | 'alreadyGone'
  | 'wouldLogOff'
  | 'postponed'
  | 'stillClosing'
  | 'disconnected'
  | 'reset'
  | 'connected'
  | 'sent'
  | 'answered'
  | 'processEnded'
  | 'refused'
  | 'failed'

/** Something the user should know that is no failure. */
export type Note =
  /** The user's lingering services (loginctl enable-linger) were left running, as asked for there. */
  | 'lingering'
  /** Services of the user (under user@UID.service) ended with the user's last session. */
  | 'userServicesEnded'
  /** Lock or sockets of its X display are left, which only the user and root can take away. */
  | 'displayRemains'

/** What came of an action on one session. A failure stands in `error` and is not thrown. */
export interface Result {
  readonly host: string
  /** Null where none was found. */
  readonly session: Session | null
  readonly outcome: Outcome
  readonly error: LogoffError | null
  readonly elapsedMs: number
  /** What did not end by itself and was killed. */
  readonly killed: readonly Process[]
  /** What is still there. */
  readonly remaining: readonly Process[]
  readonly notes: readonly Note[]
}

/** Whether what was asked for was done: decides the exit code. */
export function succeeded(result: Result): boolean {
  return !FAILURES.has(result.outcome)
}

const FAILURES: ReadonlySet<Outcome> = new Set(['refused', 'failed', 'stillClosing', 'postponed'])
