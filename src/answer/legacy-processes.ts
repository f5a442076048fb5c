/** Answers what LegacyApi is asked about processes. [MS-TSTS] 3.7.4.1.21, 3.7.4.1.22, 3.7.4.1.34 */
import { type Method, method, type ServerCall } from '../rpc/service.ts'
import type { Process } from '../session/process.ts'
import type { TS_ALL_PROCESSES_INFO_NT6 } from '../tsts/all-processes-info.ts'
import {
  GAP_LEVEL_BASIC,
  RpcWinStationGetAllProcesses,
  RpcWinStationGetAllProcesses_NT6,
  RpcWinStationTerminateProcess,
} from '../tsts/legacy-api.ts'
import { SID } from '../tsts/sid.ts'
import { encode } from '../wire/codec.ts'
import { type Answering, callerOf } from './answering.ts'
import { visible } from './grants.ts'
import { stateOfHandle } from './handles.ts'
import { boolean, Refused } from './refusal.ts'
import { SERVER_HANDLE } from './server-handle.ts'

export function legacyProcesses(answering: Answering): Method[] {
  const list = (input: { hServer: Uint8Array; Level: number; pNumberOfProcesses: number }, call: ServerCall) =>
    boolean({ pNumberOfProcesses: 0, ppTsAllProcessesInfo: null }, async () => {
      stateOfHandle(call.handles, SERVER_HANDLE, input.hServer)
      if (input.Level !== GAP_LEVEL_BASIC) throw new Refused('BAD_LEVEL')
      const found = (await processes(answering, call)).slice(0, input.pNumberOfProcesses)
      const ppTsAllProcessesInfo = found.map((each) => row(answering, each))
      return { pNumberOfProcesses: found.length, ppTsAllProcessesInfo }
    })
  return [
    method(RpcWinStationGetAllProcesses, list),
    method(RpcWinStationGetAllProcesses_NT6, list),
    method(RpcWinStationTerminateProcess, ({ hServer, ProcessId }, call) =>
      boolean({}, async () => {
        stateOfHandle(call.handles, SERVER_HANDLE, hServer)
        const caller = callerOf(answering, call)
        const process = (await processes(answering, call)).find(({ pid }) => pid === ProcessId)
        if (!process) throw new Refused('PROCESS_NOT_FOUND')
        if (!(await answering.authorize(caller, { right: 'PROCESS_TERMINATE', process })))
          throw new Refused('ACCESS_DENIED')
        await answering.host.endProcess(process, { signal: call.signal })
        return {}
      }),
    ),
  ]
}

/** Those of the sessions that the caller may see. */
async function processes(answering: Answering, call: ServerCall): Promise<Process[]> {
  const [sessions, all] = await Promise.all([
    visible(answering, call),
    answering.host.processes({ signal: call.signal }),
  ])
  const ids = new Set(sessions.map(({ id }) => id))
  return all.filter(({ sessionId }) => sessionId !== null && ids.has(sessionId))
}

function row({ accounts }: Answering, process: Process): TS_ALL_PROCESSES_INFO_NT6 {
  const pSid = process.user === '' ? null : encode(SID, accounts.sidOf(process.user))
  return { pTsProcessInfo: information(process), SizeOfSid: pSid?.length ?? 0, pSid }
}

/** The longest name that a counted string of bytes holds. */
const MOST_UNITS = 0x3fff

function information({ pid, name, sessionId, started }: Process) {
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
