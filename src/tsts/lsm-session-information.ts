/** What the Local Session Manager says of one session. [MS-TSTS] 2.2.2.8 to 2.2.2.11 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { octets } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { BOOL, long, ulong } from '../rpc/ndr/scalars.ts'
import { wstring } from '../rpc/ndr/strings.ts'
import { levels } from '../rpc/ndr/unions.ts'
import type { Infer } from '../wire/codec.ts'
import { struct } from '../wire/struct.ts'
import { FILETIME } from './file-time.ts'
import { WCHARS } from './wchars.ts'

/** [MS-TSTS] 2.2.2.8 */
export const LSMSESSIONINFORMATION = struct({
  pszUserName: unique(wstring),
  pszDomain: unique(wstring),
  pszTerminalName: unique(wstring),
  SessionState: long,
  DesktopLocked: BOOL,
  ConnectTime: FILETIME,
  DisconnectTime: FILETIME,
  LogonTime: FILETIME,
})
export type LSMSESSIONINFORMATION = Infer<typeof LSMSESSIONINFORMATION>

/** User and domain are cut at 20 and 17 characters. [MS-TSTS] 2.2.2.11 */
export const LSM_SESSIONINFO_EX_LEVEL1 = struct({
  SessionState: long,
  SessionFlags: long,
  SessionName: WCHARS(33),
  DomainName: WCHARS(18),
  UserName: WCHARS(21),
  ConnectTime: FILETIME,
  DisconnectTime: FILETIME,
  LogonTime: FILETIME,
  LastInputTime: FILETIME,
  ProtocolDataSize: ulong,
  ProtocolData: unique(conformant(octets)),
})
export type LSM_SESSIONINFO_EX_LEVEL1 = Infer<typeof LSM_SESSIONINFO_EX_LEVEL1>

/** [MS-TSTS] 2.2.2.9 */
export const LSMSESSIONINFORMATION_EX = levels({ 1: LSM_SESSIONINFO_EX_LEVEL1 })

/** Values of `SessionFlags`. [MS-TSTS] 2.2.2.11 */
export const SessionFlags = {
  WTS_SESSIONSTATE_UNKNOWN: -1,
  WTS_SESSIONSTATE_LOCK: 0,
  WTS_SESSIONSTATE_UNLOCK: 1,
} as const
