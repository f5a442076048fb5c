/** What logind knows of a session beside what its list shows. */
import { NO_DETAILS, type SessionDetails } from '../../session/details.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import type { Connection } from './connection.ts'
import { recallProperties } from './sessions.ts'

/** Only a screen can be locked; no session but one of xrdp lives longer than its client's connection. */
export async function detailsOf(
  connection: Connection,
  { id, kind, logonTime }: Session,
  options: CallOptions,
): Promise<SessionDetails> {
  const properties = await recallProperties(connection, id, options)
  if (!properties) return NO_DETAILS
  return {
    locked: properties.has('LockedHint') ? properties.flag('LockedHint') : null,
    connectTime: kind === 'rdp' ? null : logonTime,
    disconnectTime: null,
  }
}
