/** Answers what TermSrvSession is asked about sessions. [MS-TSTS] 3.3.4.1.6 to 3.3.4.1.16 */
import { type Method, method } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import {
  type LSM_SESSIONINFO_EX_LEVEL1,
  type LSMSESSIONINFORMATION,
  SessionFlags,
} from '../tsts/lsm-session-information.ts'
import {
  RpcGetSessionInformation,
  RpcGetSessionInformationEx,
  RpcGetSessionType,
  RpcGetState,
  RpcGetTerminalName,
  RpcGetTimes,
  RpcGetUserName,
} from '../tsts/term-srv-session.ts'
import type { Answering } from './answering.ts'
import { existing, granted, stillGranted } from './grants.ts'
import { fit, stateOf, typeOf } from './image.ts'
import { hresult, Refused } from './refusal.ts'
import { sessionOfHandle } from './session-handle.ts'

const right = 'WINSTATION_QUERY'

export function sessionQueries(answering: Answering): Method[] {
  return [...byHandle(answering), ...byNumber(answering)]
}

function byHandle(answering: Answering): Method[] {
  return [
    method(RpcGetUserName, ({ hSession }, call) =>
      hresult({ pszUserName: null, pszDomain: null }, async () => {
        const now = await stillGranted(answering, call, { session: sessionOfHandle(call, hSession), right })
        return { pszUserName: now.user, pszDomain: now.domain }
      }),
    ),
    method(RpcGetTerminalName, ({ hSession }, call) =>
      hresult({ pszTerminalName: null }, async () => {
        const now = await stillGranted(answering, call, { session: sessionOfHandle(call, hSession), right })
        return { pszTerminalName: now.name }
      }),
    ),
    method(RpcGetState, ({ hSession }, call) =>
      hresult({ plState: 0 }, async () => {
        const now = await stillGranted(answering, call, { session: sessionOfHandle(call, hSession), right })
        return { plState: stateOf(now) }
      }),
    ),
    method(RpcGetTimes, ({ hSession }, call) =>
      hresult({ pConnectTime: null, pDisconnectTime: null, pLogonTime: null }, async () => {
        const { logonTime } = await stillGranted(answering, call, { session: sessionOfHandle(call, hSession), right })
        return { pConnectTime: logonTime, pDisconnectTime: null, pLogonTime: logonTime }
      }),
    ),
  ]
}

function byNumber(answering: Answering): Method[] {
  return [
    method(RpcGetSessionInformation, ({ SessionId: id }, call) =>
      hresult({ pSessionInfo: information(null) }, async () => ({
        pSessionInfo: information(await granted(answering, call, { id, right })),
      })),
    ),
    method(RpcGetSessionType, ({ SessionId }, call) =>
      hresult({ pSessionType: 0 }, async () => ({
        pSessionType: typeOf(await existing(answering, call, SessionId)),
      })),
    ),
    method(RpcGetSessionInformationEx, ({ SessionId: id, Level }, call) =>
      hresult({ LSMSessionInfoExPtr: { Level: 1, Data: informationEx(null) } }, async () => {
        if (Level !== 1) throw new Refused('BAD_LEVEL')
        const session = await granted(answering, call, { id, right })
        return { LSMSessionInfoExPtr: { Level: 1, Data: informationEx(session) } }
      }),
    ),
  ]
}

function information(session: Session | null): LSMSESSIONINFORMATION {
  return {
    pszUserName: session?.user ?? null,
    pszDomain: session?.domain ?? null,
    pszTerminalName: session?.name ?? null,
    SessionState: session ? stateOf(session) : 0,
    DesktopLocked: false,
    ConnectTime: session?.logonTime ?? null,
    DisconnectTime: null,
    LogonTime: session?.logonTime ?? null,
  }
}

function informationEx(session: Session | null): LSM_SESSIONINFO_EX_LEVEL1 {
  return {
    SessionState: session ? stateOf(session) : 0,
    SessionFlags: SessionFlags.WTS_SESSIONSTATE_UNKNOWN,
    SessionName: fit(session?.name ?? '', 33),
    DomainName: fit(session?.domain ?? '', 18),
    UserName: fit(session?.user ?? '', 21),
    ConnectTime: session?.logonTime ?? null,
    DisconnectTime: null,
    LogonTime: session?.logonTime ?? null,
    LastInputTime: session?.idleSince ?? null,
    ProtocolDataSize: 0,
    ProtocolData: null,
  }
}
