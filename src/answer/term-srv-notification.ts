/** Answers TermSrvNotification. [MS-TSTS] 3.3.4.2 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { method, type Service } from '../rpc/service.ts'
import { ALL_SESSIONS } from '../tsts/notification-id.ts'
import {
  RpcRegisterAsyncNotification,
  RpcUnRegisterAsyncNotification,
  RpcWaitAsyncNotification,
  RpcWaitForSessionState,
  TermSrvNotification,
} from '../tsts/term-srv-notification.ts'
import { type Answering, callerOf } from './answering.ts'
import { limitedKind, openHandle, stateOfHandle } from './handles.ts'
import { hresult, Refused } from './refusal.ts'
import { SessionMemory } from './session-memory.ts'
import { waitForState } from './session-state.ts'
import { Subscription } from './subscription.ts'

const NOTIFY_HANDLE = limitedKind<Subscription>('NOTIFY_HANDLE', (subscription) => {
  void subscription.close()
})

export function termSrvNotification(answering: Answering): Service {
  const { host, signal } = answering
  const methods = [
    method(RpcWaitForSessionState, ({ SessionId: id, State: state, Timeout: timeoutMs }, call) =>
      hresult({}, async () => {
        await waitForState(answering, call, { id, state, timeoutMs })
        return {}
      }),
    ),
    method(RpcRegisterAsyncNotification, ({ SessionId, Mask: mask }, call) =>
      hresult({ phNotify: NULL_HANDLE }, async () => {
        const caller = callerOf(answering, call)
        if (call.handles.isFull) throw new Refused('TOO_MANY')
        const sessionId = SessionId === ALL_SESSIONS ? null : SessionId
        const memory = new SessionMemory(answering, caller, { sessionId, mask })
        const subscription = await Subscription.open(host, memory, signal)
        return { phNotify: openHandle(call.handles, NOTIFY_HANDLE, subscription) }
      }),
    ),
    method(RpcWaitAsyncNotification, ({ hNotify }, call) =>
      hresult({ SessionChange: null, pEntries: 0 }, async () => {
        const changes = await stateOfHandle(call.handles, NOTIFY_HANDLE, hNotify).next(call.signal)
        return { SessionChange: changes, pEntries: changes.length }
      }),
    ),
    method(RpcUnRegisterAsyncNotification, ({ phNotify }, { handles }) =>
      hresult({ phNotify }, async () => ({ phNotify: await handles.close(NOTIFY_HANDLE, phNotify) })),
    ),
  ]
  return { interface: TermSrvNotification, methods }
}
