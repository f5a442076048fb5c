/** One process with the SID of its owner. [MS-TSTS] 2.2.2.15, 2.2.2.16 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { octets } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { hyper, long, ulong } from '../rpc/ndr/scalars.ts'
import type { Codec, Infer } from '../wire/codec.ts'
import { struct } from '../wire/struct.ts'
import { FILETIME } from './file-time.ts'
import { NT6_TS_UNICODE_STRING, TS_UNICODE_STRING } from './unicode-string.ts'

/** [MS-TSTS] 2.2.2.15.1 */
const TS_SYS_PROCESS_INFORMATION = processInformation(TS_UNICODE_STRING)

/** [MS-TSTS] 2.2.2.15 */
export const TS_ALL_PROCESSES_INFO = struct({
  pTsProcessInfo: unique(TS_SYS_PROCESS_INFORMATION),
  SizeOfSid: ulong,
  pSid: unique(conformant(octets)),
})
export type TS_ALL_PROCESSES_INFO = Infer<typeof TS_ALL_PROCESSES_INFO>

/** [MS-TSTS] 2.2.2.16.1 */
const TS_SYS_PROCESS_INFORMATION_NT6 = processInformation(NT6_TS_UNICODE_STRING)

/** [MS-TSTS] 2.2.2.16 */
export const TS_ALL_PROCESSES_INFO_NT6 = struct({
  pTsProcessInfo: unique(TS_SYS_PROCESS_INFORMATION_NT6),
  SizeOfSid: ulong,
  pSid: unique(conformant(octets)),
})
export type TS_ALL_PROCESSES_INFO_NT6 = Infer<typeof TS_ALL_PROCESSES_INFO_NT6>

/** The two structures differ in nothing but how the name is counted. SIZE_T has four bytes in NDR 2.0. */
function processInformation(ImageName: Codec<string>) {
  return struct({
    NextEntryOffset: ulong,
    NumberOfThreads: ulong,
    SpareLi1: hyper,
    SpareLi2: hyper,
    SpareLi3: hyper,
    CreateTime: FILETIME,
    UserTime: hyper,
    KernelTime: hyper,
    ImageName,
    BasePriority: long,
    UniqueProcessId: ulong,
    InheritedFromUniqueProcessId: ulong,
    HandleCount: ulong,
    SessionId: ulong,
    SpareUl3: ulong,
    PeakVirtualSize: ulong,
    VirtualSize: ulong,
    PageFaultCount: ulong,
    PeakWorkingSetSize: ulong,
    WorkingSetSize: ulong,
    QuotaPeakPagedPoolUsage: ulong,
    QuotaPagedPoolUsage: ulong,
    QuotaPeakNonPagedPoolUsage: ulong,
    QuotaNonPagedPoolUsage: ulong,
    PagefileUsage: ulong,
    PeakPagefileUsage: ulong,
    PrivatePageCount: ulong,
  })
}
