/** Answers what TermSrvSession is asked about open sessions. [MS-TSTS] 3.3.4.1.6 to 3.3.4.1.11, 3.3.4.1.17 */
import { type Method, method, type ServerCall } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import {
  RpcGetActivityId,
  RpcGetState,
  RpcGetTerminalName,
  RpcGetTimes,
  RpcGetUserName,
  RpcIsSessionDesktopLocked,
} from '../tsts/term-srv-session.ts'
import type { Answering } from './answering.ts'
import { currentQueried } from './grants.ts'
import { accountOf, stateOf } from './image.ts'
import { knownOf } from './known.ts'
import { hresult, Refused } from './refusal.ts'
import { sessionOfHandle } from './session-handle.ts'

const NO_GUID = '00000000-0000-0000-0000-000000000000'

export function sessionQueries(answering: Answering): Method[] {
  return [...names(answering), ...states(answering)]
}

/** The session that a handle names, as it is now. */
async function opened(answering: Answering, call: ServerCall, hSession: Uint8Array): Promise<Session> {
  return await currentQueried(answering, call, sessionOfHandle(call, hSession))
}

function names(answering: Answering): Method[] {
  return [
    method(RpcGetUserName, ({ hSession }, call) =>
      hresult({ pszUserName: null, pszDomain: null }, async () => {
        const { user, domain } = accountOf(await opened(answering, call, hSession), answering.accounts)
        return { pszUserName: user, pszDomain: domain }
      }),
    ),
    method(RpcGetTerminalName, ({ hSession }, call) =>
      hresult({ pszTerminalName: null }, async () => ({
        pszTerminalName: (await opened(answering, call, hSession)).name,
      })),
    ),
    // Its purpose is to find a session's events in Windows' logs.
    method(RpcGetActivityId, ({ hSession }, call) =>
      hresult({ pActivityId: NO_GUID }, async () => {
        await opened(answering, call, hSession)
        throw new Refused('NOT_SUPPORTED')
      }),
    ),
  ]
}

function states(answering: Answering): Method[] {
  return [
    method(RpcGetState, ({ hSession }, call) =>
      hresult({ plState: 0 }, async () => ({ plState: stateOf(await opened(answering, call, hSession)) })),
    ),
    method(RpcIsSessionDesktopLocked, ({ hSession }, call) =>
      hresult({}, async () => {
        const { details } = await knownOf(answering, call, await opened(answering, call, hSession))
        if (details.locked !== true) throw new Refused('NOT_LOCKED')
        return {}
      }),
    ),
    method(RpcGetTimes, ({ hSession }, call) =>
      hresult({ pConnectTime: null, pDisconnectTime: null, pLogonTime: null }, async () => {
        const { session, details } = await knownOf(answering, call, await opened(answering, call, hSession))
        const { connectTime: pConnectTime, disconnectTime: pDisconnectTime } = details
        return { pConnectTime, pDisconnectTime, pLogonTime: session.logonTime }
      }),
    ),
  ]
}
