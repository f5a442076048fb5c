/** PROTOCOLSTATUS, the counters of a session's line: a memory image. [MS-TSTS] 2.2.2.20.1 */
import { fixed } from '../rpc/ndr/arrays.ts'
import { elements } from '../rpc/ndr/items.ts'
import { hyper, ulong, ushort } from '../rpc/ndr/scalars.ts'
import type { Infer } from '../wire/codec.ts'
import { reserved } from '../wire/constants.ts'
import { struct } from '../wire/struct.ts'

/** `Specific` is not used by this protocol. [MS-TSTS] 2.2.2.20.1.2 */
const PROTOCOLCOUNTERS = struct({
  WdBytes: ulong,
  WdFrames: ulong,
  WaitForOutBuf: ulong,
  Frames: ulong,
  Bytes: ulong,
  CompressedBytes: ulong,
  CompressFlushes: ulong,
  Errors: ulong,
  Timeouts: ulong,
  AsyncFramingError: ulong,
  AsyncOverrunError: ulong,
  AsyncOverflowError: ulong,
  AsyncParityError: ulong,
  TdErrors: ulong,
  ProtocolType: ushort,
  Length: ushort,
  Specific: reserved(400),
})
export type PROTOCOLCOUNTERS = Infer<typeof PROTOCOLCOUNTERS>

/** [MS-TSTS] 2.2.2.20.1.3 */
const CACHE_STATISTICS = struct({
  ProtocolType: ushort,
  Length: ushort,
  Specific: reserved(80),
})

/** [MS-TSTS] 2.2.2.20.1 */
export const PROTOCOLSTATUS = struct({
  Output: PROTOCOLCOUNTERS,
  Input: PROTOCOLCOUNTERS,
  Cache: CACHE_STATISTICS,
  AsyncSignal: ulong,
  AsyncSignalMask: ulong,
})
export type PROTOCOLSTATUS = Infer<typeof PROTOCOLSTATUS>

/** sizeof(PROTOCOLSTATUS) */
export const PROTOCOLSTATUS_LENGTH = 1012

/** [MS-TSTS] 2.2.2.20.1.1 */
export const PROTOCOLSTATUSEX = struct({
  ProtocolStatus: PROTOCOLSTATUS,
  Counters: fixed(elements(hyper), 2),
})
