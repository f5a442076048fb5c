/** Answers what TermSrvSession is asked about sessions by their numbers, and about all of them. [MS-TSTS] 3.3.4.1.12 to 3.3.4.1.16 */
import { type Method, method } from '../rpc/service.ts'
import {
  type LSM_SESSIONINFO_EX_LEVEL1,
  type LSMSESSIONINFORMATION,
  SessionFlags,
} from '../tsts/lsm-session-information.ts'
import {
  RpcGetLoggedOnCount,
  RpcGetSessionCounters,
  RpcGetSessionInformation,
  RpcGetSessionInformationEx,
  RpcGetSessionType,
} from '../tsts/term-srv-session.ts'
import { type Answering, callerOf } from './answering.ts'
import { counted, isLoggedOn } from './counters.ts'
import { existing, queried } from './grants.ts'
import { fit, stateOf, typeOf } from './image.ts'
import { type Known, knownOf } from './known.ts'
import { hresult, Refused } from './refusal.ts'

export function sessionInformation(answering: Answering): Method[] {
  return [...ofOne(answering), ...ofAll(answering)]
}

function ofOne(answering: Answering): Method[] {
  return [
    method(RpcGetSessionInformation, ({ SessionId }, call) =>
      hresult({ pSessionInfo: information(null) }, async () => {
        const session = await queried(answering, call, SessionId)
        return { pSessionInfo: information(await knownOf(answering, call, session)) }
      }),
    ),
    method(RpcGetSessionType, ({ SessionId }, call) =>
      hresult({ pSessionType: 0 }, async () => {
        callerOf(answering, call)
        return { pSessionType: typeOf(await existing(answering, call, SessionId)) }
      }),
    ),
    method(RpcGetSessionInformationEx, ({ SessionId, Level }, call) =>
      hresult({ LSMSessionInfoExPtr: { Level: 1, Data: informationEx(null) } }, async () => {
        if (Level !== 1) throw new Refused('INVALID_PARAMETER')
        const session = await queried(answering, call, SessionId)
        return { LSMSessionInfoExPtr: { Level: 1, Data: informationEx(await knownOf(answering, call, session)) } }
      }),
    ),
  ]
}

/** Figures of the whole host, for which no right is needed. */
function ofAll(answering: Answering): Method[] {
  return [
    method(RpcGetSessionCounters, ({ pCounter }, call) =>
      hresult({ pCounter }, async () => {
        callerOf(answering, call)
        const sessions = await answering.host.list({ brief: true, signal: call.signal })
        return { pCounter: counted(pCounter, sessions) }
      }),
    ),
    method(RpcGetLoggedOnCount, (_, call) =>
      hresult({ pUserSessions: 0, pDeviceSessions: 0 }, async () => {
        callerOf(answering, call)
        const sessions = await answering.host.list({ brief: true, signal: call.signal })
        return { pUserSessions: sessions.filter(isLoggedOn).length, pDeviceSessions: 0 }
      }),
    ),
  ]
}

function information(known: Known | null): LSMSESSIONINFORMATION {
  const { session, account, details } = known ?? {}
  return {
    pszUserName: account?.user ?? null,
    pszDomain: account?.domain ?? null,
    pszTerminalName: session?.name ?? null,
    SessionState: session ? stateOf(session) : 0,
    DesktopLocked: details?.locked ?? false,
    ConnectTime: details?.connectTime ?? null,
    DisconnectTime: details?.disconnectTime ?? null,
    LogonTime: session?.logonTime ?? null,
  }
}

function informationEx(known: Known | null): LSM_SESSIONINFO_EX_LEVEL1 {
  const { session, account, details } = known ?? {}
  return {
    SessionState: session ? stateOf(session) : 0,
    SessionFlags: flagsOf(details?.locked ?? null),
    SessionName: fit(session?.name ?? '', 33),
    DomainName: fit(account?.domain ?? '', 18),
    UserName: fit(account?.user ?? '', 21),
    ConnectTime: details?.connectTime ?? null,
    DisconnectTime: details?.disconnectTime ?? null,
    LogonTime: session?.logonTime ?? null,
    LastInputTime: session?.idleSince ?? null,
    ProtocolDataSize: 0,
    ProtocolData: null,
  }
}

function flagsOf(locked: boolean | null): number {
  if (locked === null) return SessionFlags.WTS_SESSIONSTATE_UNKNOWN
  return locked ? SessionFlags.WTS_SESSIONSTATE_LOCK : SessionFlags.WTS_SESSIONSTATE_UNLOCK
}
