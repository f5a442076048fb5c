/** Answers what LegacyApi is asked about sessions. [MS-TSTS] 3.7.4.1.4, 3.7.4.1.6, 3.7.4.1.9, 3.7.4.1.10 */
import { type Method, method, type ServerCall } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import {
  RpcLogonIdFromWinStationName,
  RpcWinStationEnumerate,
  RpcWinStationIsHelpAssistantSession,
  RpcWinStationNameFromLogonId,
  RpcWinStationQueryInformation,
} from '../tsts/legacy-api.ts'
import { encodeLogonIds, LOGONID_LENGTH } from '../tsts/logon-id.ts'
import { NtStatus } from '../wire/ntstatus.ts'
import { type Answering, callerOf } from './answering.ts'
import { existing, mayQuery, queried, visible } from './grants.ts'
import { fit, numberOf, stateOf } from './image.ts'
import { imageOf } from './information-classes.ts'
import { textOf } from './legacy-acts.ts'
import { boolean, booleanHresult, Refused } from './refusal.ts'
import { inRoom } from './room.ts'
import { serverOf } from './server-handle.ts'

const STATUS_NO_MORE_ENTRIES = 0x8000_001a

export function legacyQueries(answering: Answering): Method[] {
  return [...lists(answering), ...information(answering), ...names(answering)]
}

function lists(answering: Answering): Method[] {
  return [
    method(RpcWinStationEnumerate, async ({ hServer, pEntries, pByteCount, pIndex }, call) => {
      const blank = { pEntries: 0, pLogonId: null, pByteCount: 0, pIndex }
      const answer = await boolean(blank, async () => {
        serverOf(call, hServer)
        const room = Math.min(pEntries, Math.floor(pByteCount / LOGONID_LENGTH))
        const found = (await visible(answering, call)).slice(pIndex, pIndex + room)
        const pLogonId = encodeLogonIds(found.map(logonId))
        return { pEntries: found.length, pLogonId, pByteCount: pLogonId.length, pIndex: pIndex + found.length }
      })
      return answer.returnValue && answer.pEntries === 0 ? { ...answer, pResult: STATUS_NO_MORE_ENTRIES } : answer
    }),
  ]
}

function information(answering: Answering): Method[] {
  return [
    method(RpcWinStationQueryInformation, async ({ hServer, LogonId, ...input }, call) => {
      const { pWinStationInformation: room } = input
      return await boolean({ pWinStationInformation: room, pReturnLength: 0 }, async () => {
        serverOf(call, hServer)
        const image = imageOf(input.WinStationInformationClass)
        const session = await queried(answering, call, LogonId)
        const data = await image(answering, call, session)
        const pReturnLength = data.length
        if ((room?.length ?? 0) >= data.length) return { pWinStationInformation: inRoom(room, data), pReturnLength }
        const pResult = NtStatus.STATUS_BUFFER_TOO_SMALL
        return { pResult, pWinStationInformation: room, pReturnLength, returnValue: false }
      })
    }),
    // Nobody is a HelpAssistant: FALSE, and no error. [MS-TSTS] 3.7.4.1.30
    method(RpcWinStationIsHelpAssistantSession, ({ hServer, SessionId }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        callerOf(answering, call)
        await existing(answering, call, SessionId)
        return { returnValue: false }
      }),
    ),
  ]
}

/** The longest name, with its NUL. [MS-TSTS] 6.5 */
const NAME_UNITS = 33

function names(answering: Answering): Method[] {
  return [
    method(RpcLogonIdFromWinStationName, ({ hServer, pWinStationName }, call) =>
      boolean({ pLogonId: 0 }, async () => {
        serverOf(call, hServer)
        return { pLogonId: numberOf(await named(answering, call, textOf(pWinStationName))) ?? 0 }
      }),
    ),
    method(RpcWinStationNameFromLogonId, ({ hServer, LoginId, pWinStationName }, call) =>
      booleanHresult({ pWinStationName }, async () => {
        serverOf(call, hServer)
        const room = pWinStationName.length
        if (room < NAME_UNITS)
          return { pWinStationName, pResult: NtStatus.STATUS_INVALID_PARAMETER, returnValue: false }
        const { name } = await hiding(() => queried(answering, call, LoginId))
        return { pWinStationName: fit(name, NAME_UNITS).padEnd(room, '\0') }
      }),
    ),
  ]
}

/** A session that may not be looked at is not told from one that is not there. [MS-TSTS] 3.7.4.1.10 */
async function hiding(look: () => Promise<Session>): Promise<Session> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof Refused && error.code === 'ACCESS_DENIED') throw new Refused('SESSION_NOT_FOUND')
    throw error
  }
}

/** The session of that name. @throws Refused NAME_INVALID, SESSION_NOT_FOUND, ACCESS_DENIED */
export async function named(answering: Answering, call: ServerCall, name: string): Promise<Session> {
  const caller = callerOf(answering, call)
  if (name === '') throw new Refused('NAME_INVALID')
  const sessions = await answering.host.list({ signal: call.signal })
  const found = sessions.find((each) => numberOf(each) !== null && each.name.toLowerCase() === name.toLowerCase())
  if (!found) throw new Refused('SESSION_NOT_FOUND')
  if (!(await mayQuery(answering, caller, found))) throw new Refused('ACCESS_DENIED')
  return found
}

function logonId(session: Session) {
  return { SessionId: numberOf(session) ?? 0, WinStationName: fit(session.name, NAME_UNITS), State: stateOf(session) }
}
