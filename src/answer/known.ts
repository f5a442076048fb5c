/** A session with all that is known of it. */
import type { ServerCall } from '../rpc/service.ts'
import type { SessionDetails } from '../session/details.ts'
import type { Session } from '../session/session.ts'
import type { Answering } from './answering.ts'
import { type Account, accountOf } from './image.ts'

/** A session with what only further questions tell of it. */
export interface Known {
  readonly session: Session
  readonly account: Account
  readonly details: SessionDetails
}

/** Asks for what the session itself does not show. */
export async function knownOf({ host, accounts }: Answering, { signal }: ServerCall, session: Session): Promise<Known> {
  const details = await host.details(session, { signal })
  const connectTime = details.connectTime ?? session.logonTime
  return { session, account: accountOf(session, accounts), details: { ...details, connectTime } }
}
