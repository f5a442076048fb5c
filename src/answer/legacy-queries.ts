/** Answers what LegacyApi is asked about sessions. [MS-TSTS] 3.7.4.1.4, 3.7.4.1.6 */
import { type Method, method } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import { WINSTATIONINFOCLASS } from '../tsts/info-class.ts'
import { RpcWinStationEnumerate, RpcWinStationQueryInformation } from '../tsts/legacy-api.ts'
import { encodeLogonIds, LOGONID_LENGTH } from '../tsts/logon-id.ts'
import { encodeVardata } from '../tsts/vardata.ts'
import { WINSTATIONCLIENT } from '../tsts/winstation-client.ts'
import { WINSTATIONINFORMATION } from '../tsts/winstation-information.ts'
import { encode } from '../wire/codec.ts'
import { u32 } from '../wire/integers.ts'
import { NtStatus } from '../wire/ntstatus.ts'
import type { Answering } from './answering.ts'
import { granted, visible } from './grants.ts'
import { stateOfHandle } from './handles.ts'
import { clientImage, fit, informationImage, numberOf, stateOf, typeOf } from './image.ts'
import { boolean } from './refusal.ts'
import { SERVER_HANDLE } from './server-handle.ts'

const STATUS_NO_MORE_ENTRIES = 0x8000_001a
const STATUS_INVALID_INFO_CLASS = 0xc000_0003

export function legacyQueries(answering: Answering): Method[] {
  return [
    method(RpcWinStationEnumerate, async ({ hServer, pEntries, pByteCount, pIndex }, call) => {
      const blank = { pEntries: 0, pLogonId: null, pByteCount: 0, pIndex }
      const answer = await boolean(blank, async () => {
        stateOfHandle(call.handles, SERVER_HANDLE, hServer)
        const room = Math.min(pEntries, Math.floor(pByteCount / LOGONID_LENGTH))
        const found = (await visible(answering, call)).slice(pIndex, pIndex + room)
        const pLogonId = encodeLogonIds(found.map(logonId))
        return { pEntries: found.length, pLogonId, pByteCount: pLogonId.length, pIndex: pIndex + found.length }
      })
      return answer.returnValue && answer.pEntries === 0 ? { ...answer, pResult: STATUS_NO_MORE_ENTRIES } : answer
    }),
    method(RpcWinStationQueryInformation, async ({ hServer, LogonId: id, ...input }, call) => {
      const image = IMAGES.get(input.WinStationInformationClass)
      if (!image) return refused(STATUS_INVALID_INFO_CLASS, 0)
      const answer = await boolean({ pWinStationInformation: null, pReturnLength: 0 }, async () => {
        stateOfHandle(call.handles, SERVER_HANDLE, hServer)
        const buffer = image(await granted(answering, call, { id, right: 'WINSTATION_QUERY' }))
        return { pWinStationInformation: buffer, pReturnLength: buffer.length }
      })
      const short = input.WinStationInformationLength < answer.pReturnLength
      return short ? refused(NtStatus.STATUS_BUFFER_TOO_SMALL, answer.pReturnLength) : answer
    }),
  ]
}

/** What a buffer holds, by the class that is asked for. */
const IMAGES: ReadonlyMap<number, (session: Session) => Uint8Array> = new Map([
  [WINSTATIONINFOCLASS.WinStationClient, (session) => encodeVardata(WINSTATIONCLIENT, clientImage(session))],
  [
    WINSTATIONINFOCLASS.WinStationInformation,
    (session) => encodeVardata(WINSTATIONINFORMATION, informationImage(session)),
  ],
  [WINSTATIONINFOCLASS.WinStationIdleTime, (session) => encode(u32, idleSeconds(session))],
  [WINSTATIONINFOCLASS.WinStationType, (session) => encode(u32, typeOf(session))],
])

function idleSeconds({ idleSince }: Session): number {
  return idleSince === null ? 0 : Math.max(0, Math.floor((Date.now() - idleSince.getTime()) / 1000))
}

function logonId(session: Session) {
  return { SessionId: numberOf(session) ?? 0, WinStationName: fit(session.name, 33), State: stateOf(session) }
}

function refused(pResult: number, pReturnLength: number) {
  return { pResult, pWinStationInformation: null, pReturnLength, returnValue: false }
}
