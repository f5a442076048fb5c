/** WINSTATIONINFORMATION, what the oldest versions know of a session: a memory image. [MS-TSTS] 2.2.2.20 */
import { long, ulong } from '../rpc/ndr/scalars.ts'
import type { Infer } from '../wire/codec.ts'
import { reserved } from '../wire/constants.ts'
import { struct } from '../wire/struct.ts'
import { FILETIME } from './file-time.ts'
import { WCHARS } from './wchars.ts'

/** sizeof(PROTOCOLSTATUS): counters of the line, which nobody asked for. [MS-TSTS] 2.2.2.20.1 */
const PROTOCOLSTATUS_LENGTH = 1012

/** User and domain are cut at 20 and 17 characters. `CurrentTime` is the host's clock. */
export const WINSTATIONINFORMATION = struct({
  ConnectState: long,
  WinStationName: WCHARS(33),
  LogonId: ulong,
  ConnectTime: FILETIME,
  DisconnectTime: FILETIME,
  LastInputTime: FILETIME,
  LogonTime: FILETIME,
  Status: reserved(PROTOCOLSTATUS_LENGTH),
  Domain: WCHARS(18),
  UserName: WCHARS(21),
  CurrentTime: FILETIME,
})
export type WINSTATIONINFORMATION = Infer<typeof WINSTATIONINFORMATION>

/** sizeof(WINSTATIONINFORMATION) */
export const WINSTATIONINFORMATION_LENGTH = 1216
