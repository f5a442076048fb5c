/** Answers TermSrvSession. [MS-TSTS] 3.3.4.1 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { type Method, method, type Service } from '../rpc/service.ts'
import { RESPONSES } from '../tsts/message-box.ts'
import {
  RpcCloseSession,
  RpcDisconnect,
  RpcLogoff,
  RpcOpenSession,
  RpcShowMessageBox,
  TermSrvSession,
} from '../tsts/term-srv-session.ts'
import { type Answering, callerOf } from './answering.ts'
import { startEnding } from './endings.ts'
import { existing, stillGranted } from './grants.ts'
import { openHandle } from './handles.ts'
import { messageOf } from './message-box.ts'
import { hresult, Refused } from './refusal.ts'
import { SESSION_HANDLE, sessionOfHandle } from './session-handle.ts'
import { sessionQueries } from './session-queries.ts'

export function termSrvSession(answering: Answering): Service {
  return { interface: TermSrvSession, methods: [...acts(answering), ...sessionQueries(answering)] }
}

function acts(answering: Answering): Method[] {
  return [
    method(RpcOpenSession, ({ SessionId }, call) =>
      hresult({ phSession: NULL_HANDLE }, async () => {
        callerOf(answering, call)
        const session = await existing(answering, call, SessionId)
        if (session.kind === 'listener') throw new Refused('SESSION_NOT_FOUND')
        return { phSession: openHandle(call.handles, SESSION_HANDLE, session) }
      }),
    ),
    method(RpcCloseSession, ({ phSession }, { handles }) =>
      hresult({ phSession }, async () => ({ phSession: await handles.close(SESSION_HANDLE, phSession) })),
    ),
    method(RpcLogoff, ({ hSession }, call) =>
      hresult({}, async () => {
        const session = sessionOfHandle(call, hSession)
        const now = await stillGranted(answering, call, { session, right: 'WINSTATION_LOGOFF' })
        startEnding(answering, now, 'logoff')
        return {}
      }),
    ),
    method(RpcDisconnect, ({ hSession }, call) =>
      hresult({}, async () => {
        const session = sessionOfHandle(call, hSession)
        const now = await stillGranted(answering, call, { session, right: 'WINSTATION_DISCONNECT' })
        await answering.host.disconnect(now, { signal: call.signal })
        return {}
      }),
    ),
    method(RpcShowMessageBox, ({ hSession, ...input }, call) =>
      hresult({ pulResponse: 0 }, async () => {
        const session = sessionOfHandle(call, hSession)
        const now = await stillGranted(answering, call, { session, right: 'WINSTATION_MSG' })
        const { szTitle: title, szMessage: text, ulStyle: style, ulTimeout: timeout, bDoNotWait: doNotWait } = input
        const message = messageOf({ title, text, style, timeout, doNotWait })
        return { pulResponse: RESPONSES[await answering.host.message(now, message, { signal: call.signal })] }
      }),
    ),
  ]
}
