/** Answers TermSrvEnumeration: sessions on which the caller has the right QUERY. [MS-TSTS] 3.3.4.3 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { type Method, method, type ServerCall, type Service } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import type { EXECENVDATA, EXECENVDATAEX } from '../tsts/exec-env-data.ts'
import { S_FALSE, S_OK } from '../tsts/returns.ts'
import type { SESSIONENUM, SESSIONENUM_EX } from '../tsts/session-enum.ts'
import {
  RpcCloseEnum,
  RpcEnumAddFilter,
  RpcFilterByCallersName,
  RpcFilterBySessionType,
  RpcFilterByState,
  RpcGetAllSessions,
  RpcGetAllSessionsEx,
  RpcGetEnumResult,
  RpcGetEnumResultEx,
  RpcGetSessionIds,
  RpcOpenEnum,
  SF_SERVICES_SESSION_POPUP,
  TermSrvEnumeration,
} from '../tsts/term-srv-enumeration.ts'
import { type Answering, callerOf } from './answering.ts'
import { isLoggedOn } from './counters.ts'
import { isOwn, visible } from './grants.ts'
import { limitedKind, openHandle, stateOfHandle } from './handles.ts'
import { accountOf, fit, numberOf, stateOf, typeGuidOf } from './image.ts'
import { hresult, Refused } from './refusal.ts'

/** Whether an enumeration shows a session. */
type Filter = (session: Session) => boolean | Promise<boolean>

const ENUM_HANDLE = limitedKind<Filter[]>('ENUM_HANDLE')

/** So many filters may one enumeration have. */
const MOST_FILTERS = 16

export function termSrvEnumeration(answering: Answering): Service {
  const methods = [...byHandle(answering), ...results(answering), ...filters(answering), ...all(answering)]
  return { interface: TermSrvEnumeration, methods }
}

/** Listeners are no sessions of the Local Session Manager. */
async function sessions(answering: Answering, call: ServerCall): Promise<Session[]> {
  return (await visible(answering, call, { brief: true })).filter(({ kind }) => kind !== 'listener')
}

/** Those that an enumeration shows. */
async function enumerated(answering: Answering, call: ServerCall, hEnum: Uint8Array): Promise<Session[]> {
  const wanted = stateOfHandle(call.handles, ENUM_HANDLE, hEnum)
  const found = await sessions(answering, call)
  const shown = await Promise.all(
    found.map(async (each) => (await Promise.all(wanted.map((filter) => filter(each)))).every(Boolean)),
  )
  return found.filter((_, i) => shown[i])
}

function byHandle(answering: Answering): Method[] {
  return [
    method(RpcOpenEnum, (_, call) =>
      hresult({ phEnum: NULL_HANDLE }, async () => {
        callerOf(answering, call)
        return { phEnum: openHandle(call.handles, ENUM_HANDLE, []) }
      }),
    ),
    method(RpcCloseEnum, ({ phEnum }, { handles }) =>
      hresult({ phEnum }, async () => ({ phEnum: await handles.close(ENUM_HANDLE, phEnum) })),
    ),
  ]
}

function results(answering: Answering): Method[] {
  return [
    method(RpcGetEnumResult, ({ hEnum, Level }, call) =>
      hresult({ ppSessionEnumResult: null, pEntries: 0 }, async () => {
        const found = await enumerated(answering, call, hEnum)
        return { ppSessionEnumResult: found.map((each) => sessionEnum(each, Level)), pEntries: found.length }
      }),
    ),
    method(RpcGetEnumResultEx, ({ hEnum, Level }, call) =>
      hresult({ ppSessionEnumResult: null, pEntries: 0 }, async () => {
        const found = await enumerated(answering, call, hEnum)
        return { ppSessionEnumResult: found.map((each) => sessionEnumEx(each, Level)), pEntries: found.length }
      }),
    ),
    method(RpcGetSessionIds, ({ Filter, MaxEntries }, call) =>
      hresult({ pSessionIds: null, pcSessionIds: 0 }, async () => {
        if (Filter !== SF_SERVICES_SESSION_POPUP) throw new Refused('INVALID_PARAMETER')
        const found = (await sessions(answering, call)).filter(isLoggedOn).slice(0, MaxEntries)
        return { pSessionIds: found.map((each) => numberOf(each) ?? 0), pcSessionIds: found.length }
      }),
    ),
  ]
}

function filters(answering: Answering): Method[] {
  const add = (call: ServerCall, hEnum: Uint8Array, more: readonly Filter[]) =>
    hresult({}, async () => {
      const known = stateOfHandle(call.handles, ENUM_HANDLE, hEnum)
      if (known.length + more.length > MOST_FILTERS) throw new Refused('TOO_MANY')
      known.push(...more)
      return {}
    })
  return [
    method(RpcFilterByState, ({ hEnum, State, bInvert }, call) =>
      add(call, hEnum, [(session) => (stateOf(session) === State) !== bInvert]),
    ),
    method(RpcFilterByCallersName, ({ hEnum }, call) => {
      const caller = callerOf(answering, call)
      return add(call, hEnum, [(session) => isOwn(answering, caller, session)])
    }),
    method(RpcFilterBySessionType, ({ hEnum, pSessionType }, call) =>
      add(call, hEnum, [(session) => typeGuidOf(session) === pSessionType]),
    ),
    method(RpcEnumAddFilter, ({ hEnum, hSubEnum }, call) =>
      add(call, hEnum, [...stateOfHandle(call.handles, ENUM_HANDLE, hSubEnum)]),
    ),
  ]
}

function all(answering: Answering): Method[] {
  return [
    method(RpcGetAllSessions, ({ pLevel }, call) => {
      const level = pLevel === 1 ? 1 : 2
      return hresult({ pLevel: level, ppSessionData: null, pcEntries: 0 }, async () => {
        const found = await sessions(answering, call)
        const ppSessionData = found.map((each) => execEnvData(answering, each, level))
        const returnValue = level === pLevel ? S_OK : S_FALSE
        return { pLevel: level, ppSessionData, pcEntries: found.length, returnValue }
      })
    }),
    method(RpcGetAllSessionsEx, ({ Level }, call) =>
      hresult({ ppSessionData: null, pcEntries: 0 }, async () => {
        if (Level !== 1) throw new Refused('INVALID_PARAMETER')
        const found = await sessions(answering, call)
        return { ppSessionData: found.map((each) => execEnvDataEx(answering, each)), pcEntries: found.length }
      }),
    ),
  ]
}

/** Level 2 at most: another one is lowered to it. [MS-TSTS] 3.3.4.3.6 */
function sessionEnum(session: Session, level: number): SESSIONENUM {
  const Data = { SessionId: numberOf(session) ?? 0, State: stateOf(session), Name: fit(session.name, 33) }
  if (level === 1) return { Level: 1, Data }
  return { Level: 2, Data: { ...Data, Source: 0, bFullDesktop: true, SessionType: typeGuidOf(session) } }
}

/** Level 3 has room for what a protocol tells of itself, which none here does. [MS-TSTS] 3.3.4.3.9 */
function sessionEnumEx(session: Session, level: number): SESSIONENUM_EX {
  const entry = sessionEnum(session, level)
  if (level !== 3 || entry.Level === 1) return entry
  return { Level: 3, Data: { ...entry.Data, ProtoDataSize: 0, pProtocolData: null } }
}

function execEnvData({ accounts }: Answering, session: Session, level: 1 | 2): EXECENVDATA {
  const id = numberOf(session) ?? 0
  const Data = { ExecEnvId: id, State: stateOf(session), SessionName: fit(session.name, 33) }
  if (level === 1) return { Level: 1, Data }
  const { user, domain } = accountOf(session, accounts)
  const names = { HostName: '', UserName: fit(user, 33), DomainName: fit(domain, 33), FarmName: '' }
  return { Level: 2, Data: { ...Data, AbsSessionId: id, ...names } }
}

function execEnvDataEx({ accounts }: Answering, session: Session): EXECENVDATAEX {
  const id = numberOf(session) ?? 0
  const { user, domain } = accountOf(session, accounts)
  const Data = {
    ExecEnvId: id,
    State: stateOf(session),
    AbsSessionId: id,
    pszSessionName: fit(session.name, 257),
    pszHostName: '',
    pszUserName: fit(user, 257),
    pszDomainName: fit(domain, 257),
    pszFarmName: '',
  }
  return { Level: 1, Data } as const
}
