/** Answers TermSrvEnumeration: sessions on which the caller has the right QUERY. [MS-TSTS] 3.3.4.3 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { type Method, method, type ServerCall, type Service } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import type { EXECENVDATA } from '../tsts/exec-env-data.ts'
import type { SESSIONENUM } from '../tsts/session-enum.ts'
import {
  RpcCloseEnum,
  RpcFilterByCallersName,
  RpcFilterBySessionType,
  RpcFilterByState,
  RpcGetAllSessions,
  RpcGetAllSessionsEx,
  RpcGetEnumResult,
  RpcGetEnumResultEx,
  RpcOpenEnum,
  TermSrvEnumeration,
} from '../tsts/term-srv-enumeration.ts'
import { type Answering, callerOf } from './answering.ts'
import { visible } from './grants.ts'
import { limitedKind, openHandle, stateOfHandle } from './handles.ts'
import { fit, numberOf, stateOf, typeGuidOf } from './image.ts'
import { hresult, Refused } from './refusal.ts'

type Filter = (session: Session) => boolean

const ENUM_HANDLE = limitedKind<Filter[]>('ENUM_HANDLE')

/** So many filters may one enumeration have. */
const MOST_FILTERS = 16

export function termSrvEnumeration(answering: Answering): Service {
  return { interface: TermSrvEnumeration, methods: [...byHandle(answering), ...filters(answering), ...all(answering)] }
}

/** Listeners are no sessions of the Local Session Manager. */
async function sessions(answering: Answering, call: ServerCall): Promise<Session[]> {
  return (await visible(answering, call)).filter(({ kind }) => kind !== 'listener')
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
    method(RpcGetEnumResult, ({ hEnum, Level }, call) =>
      hresult({ ppSessionEnumResult: null, pEntries: 0 }, async () => {
        const wanted = stateOfHandle(call.handles, ENUM_HANDLE, hEnum)
        const found = (await sessions(answering, call)).filter((each) => wanted.every((filter) => filter(each)))
        return { ppSessionEnumResult: found.map((each) => sessionEnum(each, Level)), pEntries: found.length }
      }),
    ),
    method(RpcGetEnumResultEx, ({ hEnum, Level }, call) =>
      hresult({ ppSessionEnumResult: null, pEntries: 0 }, async () => {
        const wanted = stateOfHandle(call.handles, ENUM_HANDLE, hEnum)
        const found = (await sessions(answering, call)).filter((each) => wanted.every((filter) => filter(each)))
        return { ppSessionEnumResult: found.map((each) => sessionEnum(each, Level)), pEntries: found.length }
      }),
    ),
  ]
}

function filters(answering: Answering): Method[] {
  const add = (call: ServerCall, hEnum: Uint8Array, filter: Filter) =>
    hresult({}, async () => {
      const known = stateOfHandle(call.handles, ENUM_HANDLE, hEnum)
      if (known.length >= MOST_FILTERS) throw new Refused('TOO_MANY')
      known.push(filter)
      return {}
    })
  return [
    method(RpcFilterByState, ({ hEnum, State, bInvert }, call) =>
      add(call, hEnum, (session) => (stateOf(session) === State) !== bInvert),
    ),
    method(RpcFilterByCallersName, ({ hEnum }, call) => {
      const own = callerOf(answering, call).user.toLowerCase()
      return add(call, hEnum, ({ user }) => user.toLowerCase() === own)
    }),
    method(RpcFilterBySessionType, ({ hEnum, pSessionType }, call) =>
      add(call, hEnum, (session) => typeGuidOf(session) === pSessionType),
    ),
  ]
}

function all(answering: Answering): Method[] {
  return [
    method(RpcGetAllSessions, ({ pLevel }, call) => {
      const level = pLevel === 1 ? 1 : 2
      return hresult({ pLevel: level, ppSessionData: null, pcEntries: 0 }, async () => {
        const found = await sessions(answering, call)
        return { pLevel: level, ppSessionData: found.map((each) => execEnvData(each, level)), pcEntries: found.length }
      })
    }),
    method(RpcGetAllSessionsEx, ({ Level }, call) =>
      hresult({ ppSessionData: null, pcEntries: 0 }, async () => {
        if (Level !== 1) throw new Refused('BAD_LEVEL')
        const found = await sessions(answering, call)
        return { ppSessionData: found.map(execEnvDataEx), pcEntries: found.length }
      }),
    ),
  ]
}

/** Level 2 at most: a higher one is lowered. [MS-TSTS] 3.3.4.3.6 */
function sessionEnum(session: Session, level: number): SESSIONENUM {
  const Data = { SessionId: numberOf(session) ?? 0, State: stateOf(session), Name: fit(session.name, 33) }
  if (level === 1) return { Level: 1, Data }
  return { Level: 2, Data: { ...Data, Source: 0, bFullDesktop: true, SessionType: typeGuidOf(session) } }
}

function execEnvData(session: Session, level: 1 | 2): EXECENVDATA {
  const id = numberOf(session) ?? 0
  const Data = { ExecEnvId: id, State: stateOf(session), SessionName: fit(session.name, 33) }
  if (level === 1) return { Level: 1, Data }
  const { user, domain } = session
  const names = { HostName: '', UserName: fit(user, 33), DomainName: fit(domain, 33), FarmName: '' }
  return { Level: 2, Data: { ...Data, AbsSessionId: id, ...names } }
}

function execEnvDataEx(session: Session) {
  const id = numberOf(session) ?? 0
  const { name, user, domain } = session
  const Data = {
    ExecEnvId: id,
    State: stateOf(session),
    AbsSessionId: id,
    pszSessionName: fit(name, 257),
    pszHostName: '',
    pszUserName: fit(user, 257),
    pszDomainName: fit(domain, 257),
    pszFarmName: '',
  }
  return { Level: 1, Data } as const
}
