/** What the buffer of RpcWinStationQueryInformation holds, by the class that is asked for. [MS-TSTS] 3.7.4.1.6 */
import type { ServerCall } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import { CDCONFIG, WDCONFIG } from '../tsts/driver-config.ts'
import { WINSTATIONINFOCLASS } from '../tsts/info-class.ts'
import { WINSTATIONREMOTEADDRESS, WINSTATIONREMOTEADDRESS_LENGTH } from '../tsts/remote-address.ts'
import { encodeVardata } from '../tsts/vardata.ts'
import { WINSTATIONCLIENT } from '../tsts/winstation-client.ts'
import { WINSTATIONINFORMATION } from '../tsts/winstation-information.ts'
import {
  NONE,
  WINSTATIONCREATE,
  WINSTATIONLOADINDICATORDATA,
  WINSTATIONPRODID,
  WINSTATIONSHADOW,
} from '../tsts/winstation-state.ts'
import { encode } from '../wire/codec.ts'
import { u8, u32 } from '../wire/integers.ts'
import { addressOf } from './address.ts'
import type { Answering } from './answering.ts'
import { clientImage, informationImage } from './client-image.ts'
import { configWire, driverImage } from './config-image.ts'
import { isUsers } from './counters.ts'
import { visible } from './grants.ts'
import { accountOf, idleSeconds, numberOf, protocolOf, typeOf } from './image.ts'
import { knownOf } from './known.ts'
import { Refused } from './refusal.ts'

type Image = (answering: Answering, call: ServerCall, session: Session) => Uint8Array | Promise<Uint8Array>

/** Makes the buffer. @throws Refused INVALID_CLASS, and NOT_SUPPORTED for classes that only Windows has something for */
export function imageOf(informationClass: number): Image {
  const image = IMAGES.get(informationClass)
  if (image) return image
  throw new Refused(KNOWN.has(informationClass) ? 'NOT_SUPPORTED' : 'INVALID_CLASS')
}

/** Whether there is such a class. */
export const KNOWN: ReadonlySet<number> = new Set(Object.values(WINSTATIONINFOCLASS))

const NO_DRIVER = { CdClass: 0, CdName: '', CdDLL: '', CdFlag: 0 }

const IMAGES: ReadonlyMap<number, Image> = new Map<number, Image>([
  [
    WINSTATIONINFOCLASS.WinStationCreateData,
    () => encode(WINSTATIONCREATE, { fEnableWinStation: 1, MaxInstanceCount: NONE }),
  ],
  [WINSTATIONINFOCLASS.WinStationConfiguration, ({ accounts }, _, session) => configWire(accountOf(session, accounts))],
  [WINSTATIONINFOCLASS.WinStationWd, (_, __, session) => encodeVardata(WDCONFIG, driverImage(session))],
  [
    WINSTATIONINFOCLASS.WinStationClient,
    ({ accounts }, _, session) => encodeVardata(WINSTATIONCLIENT, clientImage(session, accountOf(session, accounts))),
  ],
  [
    WINSTATIONINFOCLASS.WinStationInformation,
    async (answering, call, session) =>
      encodeVardata(WINSTATIONINFORMATION, informationImage(await knownOf(answering, call, session))),
  ],
  [WINSTATIONINFOCLASS.WinStationCd, () => encode(CDCONFIG, NO_DRIVER)],
  [WINSTATIONINFOCLASS.WinStationLoadBalanceSessionTarget, () => encode(u32, NONE)],
  [WINSTATIONINFOCLASS.WinStationLoadIndicator, load],
  [WINSTATIONINFOCLASS.WinStationShadowInfo, (_, __, session) => shadow(session)],
  [WINSTATIONINFOCLASS.WinStationDigProductId, (_, __, session) => product(session)],
  [
    WINSTATIONINFOCLASS.WinStationLockedState,
    async (answering, call, session) =>
      encode(u32, Number((await knownOf(answering, call, session)).details.locked ?? false)),
  ],
  [WINSTATIONINFOCLASS.WinStationRemoteAddress, (_, __, session) => address(session)],
  [WINSTATIONINFOCLASS.WinStationIdleTime, (_, __, session) => encode(u32, idleSeconds(session))],
  [WINSTATIONINFOCLASS.WinStationLastReconnectType, reconnectType],
  [WINSTATIONINFOCLASS.WinStationDisallowAutoReconnect, () => encode(u8, 0)],
  [WINSTATIONINFOCLASS.WinStationReconnectedFromId, () => encode(u32, NONE)],
  [WINSTATIONINFOCLASS.WinStationType, (_, __, session) => encode(u32, typeOf(session))],
])

/** How many sessions there are; how many more could be nobody knows. [MS-TSTS] 2.2.2.34 */
async function load(answering: Answering, call: ServerCall): Promise<Uint8Array> {
  const sessions = (await visible(answering, call, { brief: true })).filter(isUsers)
  return encode(WINSTATIONLOADINDICATORDATA, {
    RemainingSessionCapacity: 0,
    LoadFactor: 0, // ErrorConstraint
    TotalSessions: sessions.length,
    DisconnectedSessions: sessions.filter(({ state }) => state === 'disconnected').length,
    IdleCPU: 0n,
    TotalCPU: 0n,
    RawSessionCapacity: 0,
    reserved: new Array<number>(9).fill(0),
  })
}

/** Nobody looks on: State_NoShadow, Shadow_Disable. */
function shadow(session: Session): Uint8Array {
  const ProtocolType = protocolOf(session)
  return encode(WINSTATIONSHADOW, { ShadowState: 0, ShadowClass: 0, SessionId: numberOf(session) ?? 0, ProtocolType })
}

function product(session: Session): Uint8Array {
  const curentSessionId = numberOf(session) ?? 0
  return encode(WINSTATIONPRODID, { DigProductId: '', ClientDigProductId: '', curentSessionId, ClientSessionId: 0 })
}

function address(session: Session): Uint8Array {
  const image = new Uint8Array(WINSTATIONREMOTEADDRESS_LENGTH)
  image.set(encode(WINSTATIONREMOTEADDRESS, addressOf(session)))
  return image
}

/** NeverReconnected, or ManualReconnect for a session that was left and has its client again. [MS-TSTS] 2.2.1.12 */
async function reconnectType(answering: Answering, call: ServerCall, session: Session): Promise<Uint8Array> {
  const { details } = await knownOf(answering, call, session)
  return encode(u32, Number(details.disconnectTime !== null && session.state === 'active'))
}
