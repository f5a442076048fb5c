/** Answers TermSrvSession. [MS-TSTS] 3.3.4.1 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { type Method, method, type Service } from '../rpc/service.ts'
import {
  RpcCloseSession,
  RpcConnect,
  RpcDisconnect,
  RpcLogoff,
  RpcOpenSession,
  RpcShowMessageBox,
  TermSrvSession,
} from '../tsts/term-srv-session.ts'
import { connect, disconnect, logOff, message } from './acts.ts'
import { type Answering, callerOf } from './answering.ts'
import { current, existing } from './grants.ts'
import { openHandle } from './handles.ts'
import { hresult, Refused } from './refusal.ts'
import { SESSION_HANDLE, sessionOfHandle } from './session-handle.ts'
import { sessionInformation } from './session-information.ts'
import { sessionQueries } from './session-queries.ts'

export function termSrvSession(answering: Answering): Service {
  const methods = [...handles(answering), ...acts(answering)]
  return {
    interface: TermSrvSession,
    methods: [...methods, ...sessionQueries(answering), ...sessionInformation(answering)],
  }
}

function handles(answering: Answering): Method[] {
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
  ]
}

function acts(answering: Answering): Method[] {
  return [
    method(RpcConnect, ({ hSession, TargetSessionId, szPassword }, call) =>
      hresult({}, async () => {
        const session = await current(answering, call, sessionOfHandle(call, hSession))
        const target = await existing(answering, call, TargetSessionId)
        await connect(answering, call, { session, target, password: szPassword })
        return {}
      }),
    ),
    method(RpcLogoff, ({ hSession }, call) =>
      hresult({}, async () => {
        await logOff(answering, call, await current(answering, call, sessionOfHandle(call, hSession)))
        return {}
      }),
    ),
    method(RpcDisconnect, ({ hSession }, call) =>
      hresult({}, async () => {
        await disconnect(answering, call, await current(answering, call, sessionOfHandle(call, hSession)))
        return {}
      }),
    ),
    method(RpcShowMessageBox, ({ hSession, ...input }, call) =>
      hresult({ pulResponse: 0 }, async () => {
        const session = await current(answering, call, sessionOfHandle(call, hSession))
        const { szTitle: title, szMessage: text, ulStyle: style, ulTimeout: timeout, bDoNotWait: doNotWait } = input
        const box = { title, text, style, timeout, doNotWait }
        return { pulResponse: await message(answering, call, session, box) }
      }),
    ),
  ]
}
