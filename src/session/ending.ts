/** The steps of ending one session, which a host supplies; `endSession` decides their order. */
import type { CallOptions } from './host.ts'
import type { Process } from './process.ts'
import type { Note } from './result.ts'
import type { Session } from './session.ts'

/** The end of one session under way; made by `begin` before anything is asked for, so that no event is missed. */
export interface Ending extends AsyncDisposable {
  /** Asks the session to end as a log-off does; where it already is closing, asks what is left of it. */
  ask(options: CallOptions): Promise<void>
  /**
   * Resolves at the host's own word that the session and all that ends with it are gone. Of the session in which the
   * command itself runs: once nothing but the command is left.
   */
  gone(options: CallOptions): Promise<void>
  /** Whether `gone` has itself seen that the host lists neither the session nor a process of it. */
  readonly isProven?: boolean
  /** What still runs of the session, and of what ends with it; without the command itself. */
  remaining(options: CallOptions): Promise<readonly Process[]>
  /** Kills what is left. Of the command's own session this ends the command too. */
  kill(options: CallOptions): Promise<void>
  /** What the user should know of how it ended. */
  readonly notes: readonly Note[]
}

/** What `endSession` needs of a host. */
export interface EndingHost {
  readonly name: string
  /** The session with that ID as it is now, or null where the host lists none. */
  find(id: string, options: CallOptions): Promise<Session | null>
  begin(session: Session, options: CallOptions): Promise<Ending>
}
