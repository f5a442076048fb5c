/** Counters of the whole host. [MS-TSTS] 2.2.2.17 */
import { BOOLEAN, hyper, ulong } from '../rpc/ndr/scalars.ts'
import type { Infer } from '../wire/codec.ts'
import { struct } from '../wire/struct.ts'

/** [MS-TSTS] 2.2.2.17.1 */
const TS_COUNTER_HEADER = struct({
  dwCounterID: ulong,
  bResult: BOOLEAN,
})

/** `startTime` is always 0. [MS-TSTS] 2.2.2.17 */
export const TS_COUNTER = struct({
  counterHead: TS_COUNTER_HEADER,
  dwValue: ulong,
  startTime: hyper,
})
export type TS_COUNTER = Infer<typeof TS_COUNTER>

/** Values of `dwCounterID`. [MS-TSTS] 2.2.2.17.1 */
export const CounterId = {
  TERMSRV_TOTAL_SESSIONS: 0x01,
  TERMSRV_DISC_SESSIONS: 0x02,
  TERMSRV_RECON_SESSIONS: 0x03,
  TERMSRV_CURRENT_ACTIVE_SESSIONS: 0x04,
  TERMSRV_CURRENT_DISC_SESSIONS: 0x05,
  TERMSRV_PENDING_SESSIONS: 0x06,
  TERMSRV_SUCC_TOTAL_LOGONS: 0x07,
  TERMSRV_SUCC_LOCAL_LOGONS: 0x08,
  TERMSRV_SUCC_REMOTE_LOGONS: 0x09,
  TERMSRV_SUCC_SESSION0_LOGONS: 0x0a,
  TERMSRV_CURRENT_TERMINATING_SESSIONS: 0x0b,
  TERMSRV_CURRENT_LOGGEDON_SESSIONS: 0x0c,
} as const
