/** Word of what happens to sessions. [MS-TSTS] 3.3.4.2, IDL in 6.1 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { contextHandle } from '../rpc/ndr/context-handle.ts'
import { elements } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { long, ulong } from '../rpc/ndr/scalars.ts'
import { operation } from '../rpc/operation.ts'
import type { Infer } from '../wire/codec.ts'
import { struct } from '../wire/struct.ts'
import { HRESULT } from './returns.ts'

export const TermSrvNotification = {
  name: 'TermSrvNotification',
  uuid: '11899a43-2b68-4a76-92e3-a3d6ad8c26ce',
  major: 1,
  minor: 0,
} as const

/** [MS-TSTS] 2.2.1.15 */
const NOTIFY_HANDLE = contextHandle

/** [MS-TSTS] 2.2.2.42 */
const SESSION_CHANGE = struct({
  SessionId: long,
  NotificationId: ulong,
})
export type SESSION_CHANGE = Infer<typeof SESSION_CHANGE>

/** `Timeout` in milliseconds. [MS-TSTS] 3.3.4.2.1 */
export const RpcWaitForSessionState = operation(0, {
  in: { SessionId: long, State: long, Timeout: ulong },
  out: { returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.2.2 */
export const RpcRegisterAsyncNotification = operation(1, {
  in: { SessionId: long, Mask: ulong },
  out: { phNotify: NOTIFY_HANDLE, returnValue: HRESULT },
})

/** Answered when something happens: until then the pipe is busy. [MS-TSTS] 3.3.4.2.3 */
export const RpcWaitAsyncNotification = operation(2, {
  in: { hNotify: NOTIFY_HANDLE },
  out: { SessionChange: unique(conformant(elements(SESSION_CHANGE))), pEntries: ulong, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.2.4 */
export const RpcUnRegisterAsyncNotification = operation(3, {
  in: { phNotify: NOTIFY_HANDLE },
  out: { phNotify: NOTIFY_HANDLE, returnValue: HRESULT },
})
