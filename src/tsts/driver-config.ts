/** WDCONFIG and CDCONFIG, what serves a session's protocol and its line: memory images. [MS-TSTS] 2.2.2.27, 2.2.2.28 */
import { ulong } from '../rpc/ndr/scalars.ts'
import { struct } from '../wire/struct.ts'
import { WCHARS } from './wchars.ts'

/** [MS-TSTS] 2.2.2.27 */
export const WDCONFIG = struct({
  WdName: WCHARS(33),
  WdDLL: WCHARS(33),
  WsxDLL: WCHARS(33),
  WdFlag: ulong,
  WdInputBufferLength: ulong,
  CfgDLL: WCHARS(33),
  WdPrefix: WCHARS(13),
})

/** sizeof(WDCONFIG) */
export const WDCONFIG_LENGTH = 300

/** Values of `WdFlag`. [MS-TSTS] 2.2.2.27 */
export const WdFlag = { WDF_OTHER: 0x0000_0008, WDF_TSHARE: 0x0000_0010 } as const

/** `CdClass` 0 is no driver. [MS-TSTS] 2.2.2.28 */
export const CDCONFIG = struct({
  CdClass: ulong,
  CdName: WCHARS(33),
  CdDLL: WCHARS(33),
  CdFlag: ulong,
})

/** sizeof(CDCONFIG) */
export const CDCONFIG_LENGTH = 140
