/** The handle that every call of LegacyApi goes with. [MS-TSTS] 2.2.1.4 */
import type { ServerCall } from '../rpc/service.ts'
import { limitedKind, stateOfHandle } from './handles.ts'
import type { Subscription } from './subscription.ts'

/** What a client has under way with its handle. */
export interface OpenServer {
  /** What has happened since it waited first; null for one that never waits. */
  events: Subscription | null
}

export const SERVER_HANDLE = limitedKind<OpenServer>('SERVER_HANDLE', ({ events }) => {
  void events?.close()
})

/** What the handle names. @throws StatusError the fault for a handle that names nothing of this kind */
export function serverOf({ handles }: ServerCall, hServer: Uint8Array): OpenServer {
  return stateOfHandle(handles, SERVER_HANDLE, hServer)
}
