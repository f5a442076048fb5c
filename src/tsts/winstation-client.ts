/** WINSTATIONCLIENT, what a client said of itself when it connected: a memory image. [MS-TSTS] 2.2.2.19 */
import { fixed } from '../rpc/ndr/arrays.ts'
import { octets } from '../rpc/ndr/items.ts'
import { long, uchar, ulong, ushort } from '../rpc/ndr/scalars.ts'
import type { Infer } from '../wire/codec.ts'
import { reserved } from '../wire/constants.ts'
import { secret } from '../wire/secret.ts'
import { struct } from '../wire/struct.ts'
import { WCHARS } from './wchars.ts'

/** [MS-TSTS] 2.2.2.19.1.1 */
const TS_SYSTEMTIME = struct({
  wYear: ushort,
  wMonth: ushort,
  wDayOfWeek: ushort,
  wDay: ushort,
  wHour: ushort,
  wMinute: ushort,
  wSecond: ushort,
  wMilliseconds: ushort,
})

/** [MS-TSTS] 2.2.2.19.1 */
const TS_TIME_ZONE_INFORMATION = struct({
  Bias: long,
  StandardName: WCHARS(32),
  StandardDate: TS_SYSTEMTIME,
  StandardBias: long,
  DaylightName: WCHARS(32),
  DaylightDate: TS_SYSTEMTIME,
  DaylightBias: long,
})

/** The thirteen flags share the first ULONG. The password's bytes are skipped and sent as zeros. */
export const WINSTATIONCLIENT = struct({
  Flags: ulong,
  ClientName: WCHARS(21),
  Domain: WCHARS(18),
  UserName: WCHARS(21),
  Password: secret(reserved(30)),
  WorkDirectory: WCHARS(257),
  InitialProgram: WCHARS(257),
  SerialNumber: ulong,
  EncryptionLevel: uchar,
  ClientAddressFamily: ulong,
  ClientAddress: WCHARS(31),
  HRes: ushort,
  VRes: ushort,
  ColorDepth: ushort,
  ProtocolType: ushort,
  KeyboardLayout: ulong,
  KeyboardType: ulong,
  KeyboardSubType: ulong,
  KeyboardFunctionKey: ulong,
  imeFileName: WCHARS(33),
  ClientDirectory: WCHARS(257),
  ClientLicense: WCHARS(33),
  ClientModem: WCHARS(41),
  ClientBuildNumber: ulong,
  ClientHardwareId: ulong,
  ClientProductId: ushort,
  OutBufCountHost: ushort,
  OutBufCountClient: ushort,
  OutBufLength: ushort,
  AudioDriverName: WCHARS(9),
  ClientTimeZone: TS_TIME_ZONE_INFORMATION,
  ClientSessionId: ulong,
  clientDigProductId: fixed(octets, 64),
  PerformanceFlags: ulong,
  ActiveInputLocale: ulong,
})
export type WINSTATIONCLIENT = Infer<typeof WINSTATIONCLIENT>

/** sizeof(WINSTATIONCLIENT) */
export const WINSTATIONCLIENT_LENGTH = 2296

/** Values of `ClientAddressFamily`. [MS-TSTS] 2.2.2.37 */
export const AddressFamily = { AF_INET: 2, AF_INET6: 23 } as const

/** Values of `ProtocolType`. [MS-TSTS] 6.5 */
export const ProtocolType = { PROTOCOL_CONSOLE: 0, PROTOCOL_RDP: 2 } as const
