/** A process as TS_SYS_PROCESS_INFORMATION has it. [MS-TSTS] 2.2.2.15.1 */
import type { Process } from '../session/process.ts'

/** The longest name that a counted string of bytes holds. */
const MOST_UNITS = 0x3fff

/** What only Windows counts is 0. */
export function processInformation({ pid, name, sessionId, started }: Process) {
  return {
    ...NOTHING,
    CreateTime: started,
    ImageName: name.slice(0, MOST_UNITS),
    UniqueProcessId: pid,
    SessionId: Number(sessionId),
  }
}

const NOTHING = {
  NextEntryOffset: 0,
  NumberOfThreads: 0,
  SpareLi1: 0n,
  SpareLi2: 0n,
  SpareLi3: 0n,
  UserTime: 0n,
  KernelTime: 0n,
  BasePriority: 0,
  InheritedFromUniqueProcessId: 0,
  HandleCount: 0,
  SpareUl3: 0,
  PeakVirtualSize: 0,
  VirtualSize: 0,
  PageFaultCount: 0,
  PeakWorkingSetSize: 0,
  WorkingSetSize: 0,
  QuotaPeakPagedPoolUsage: 0,
  QuotaPagedPoolUsage: 0,
  QuotaPeakNonPagedPoolUsage: 0,
  QuotaNonPagedPoolUsage: 0,
  PagefileUsage: 0,
  PeakPagefileUsage: 0,
  PrivatePageCount: 0,
}
