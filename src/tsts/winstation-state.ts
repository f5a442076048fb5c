/** The small structures that RpcWinStationQueryInformation answers with: memory images. [MS-TSTS] 3.7.4.1.6 */
import { fixed } from '../rpc/ndr/arrays.ts'
import { elements } from '../rpc/ndr/items.ts'
import { hyper, ulong } from '../rpc/ndr/scalars.ts'
import { reserved } from '../wire/constants.ts'
import { struct } from '../wire/struct.ts'
import { WCHARS } from './wchars.ts'

/** The lowest bit of the first ULONG is fEnableWinStation. [MS-TSTS] 2.2.2.29 */
export const WINSTATIONCREATE = struct({
  fEnableWinStation: ulong,
  MaxInstanceCount: ulong,
})

/** [MS-TSTS] 2.2.2.34 */
export const WINSTATIONLOADINDICATORDATA = struct({
  RemainingSessionCapacity: ulong,
  LoadFactor: ulong,
  TotalSessions: ulong,
  DisconnectedSessions: ulong,
  IdleCPU: hyper,
  TotalCPU: hyper,
  RawSessionCapacity: ulong,
  reserved: fixed(elements(ulong), 9),
})

/** [MS-TSTS] 2.2.2.35 */
export const WINSTATIONSHADOW = struct({
  ShadowState: ulong,
  ShadowClass: ulong,
  SessionId: ulong,
  ProtocolType: ulong,
})

/** `OuterMostDigProductId` and `OuterMostSessionId` are not used. [MS-TSTS] 2.2.2.36 */
export const WINSTATIONPRODID = struct({
  DigProductId: WCHARS(32),
  ClientDigProductId: WCHARS(32),
  OuterMostDigProductId: reserved(64),
  curentSessionId: ulong,
  ClientSessionId: ulong,
  OuterMostSessionId: reserved(4),
})

/** A ULONG that stands for no session and for no limit. */
export const NONE = 0xffff_ffff
