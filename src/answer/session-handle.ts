/** The handle of an open session. [MS-TSTS] 2.2.1.1 */
import type { ServerCall } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import { limitedKind, stateOfHandle } from './handles.ts'

/** The session as it was when it was opened. */
export const SESSION_HANDLE = limitedKind<Session>('SESSION_HANDLE')

/** The session that a handle names. @throws StatusError the fault for a handle that names none */
export function sessionOfHandle({ handles }: ServerCall, handle: Uint8Array): Session {
  return stateOfHandle(handles, SESSION_HANDLE, handle)
}
