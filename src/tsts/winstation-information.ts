/** WINSTATIONINFORMATION, what the oldest versions know of a session: a memory image. [MS-TSTS] 2.2.2.20 */
import { long, ulong } from '../rpc/ndr/scalars.ts'
import type { Infer } from '../wire/codec.ts'
import { reserved } from '../wire/constants.ts'
import { struct } from '../wire/struct.ts'
import { FILETIME } from './file-time.ts'
import { PROTOCOLSTATUS_LENGTH } from './protocol-status.ts'
import { WCHARS } from './wchars.ts'

/** User and domain are cut at 20 and 17 characters. `CurrentTime` is the host's clock. */
export const WINSTATIONINFORMATION = struct({
  ConnectState: long,
  WinStationName: WCHARS(33),
  LogonId: ulong,
  ConnectTime: FILETIME,
  DisconnectTime: FILETIME,
  LastInputTime: FILETIME,
  LogonTime: FILETIME,
  Status: reserved(PROTOCOLSTATUS_LENGTH), // PROTOCOLSTATUS, for which nobody asks here
  Domain: WCHARS(18),
  UserName: WCHARS(21),
  CurrentTime: FILETIME,
})
export type WINSTATIONINFORMATION = Infer<typeof WINSTATIONINFORMATION>

/** sizeof(WINSTATIONINFORMATION) */
export const WINSTATIONINFORMATION_LENGTH = 1216
