/** Answers what LegacyApi is asked about processes. [MS-TSTS] 3.7.4.1.21 to 3.7.4.1.24, 3.7.4.1.34 */
import { type Method, method, type ServerCall } from '../rpc/service.ts'
import type { Process } from '../session/process.ts'
import type { TS_ALL_PROCESSES_INFO_NT6 } from '../tsts/all-processes-info.ts'
import {
  GAP_LEVEL_BASIC,
  RpcWinStationGetAllProcesses,
  RpcWinStationGetAllProcesses_NT6,
  RpcWinStationGetProcessSid,
  RpcWinStationGetTermSrvCountersValue,
  RpcWinStationTerminateProcess,
} from '../tsts/legacy-api.ts'
import { SID } from '../tsts/sid.ts'
import { encode } from '../wire/codec.ts'
import { type Answering, callerOf } from './answering.ts'
import { counted } from './counters.ts'
import { doing } from './deed.ts'
import { existing, mayQuery, permittedProcess, visible } from './grants.ts'
import { processInformation } from './process-image.ts'
import { boolean, booleanHresult, Refused } from './refusal.ts'
import { inRoom } from './room.ts'
import { serverOf } from './server-handle.ts'

export function legacyProcesses(answering: Answering): Method[] {
  return [...lists(answering), ...single(answering), ...counters(answering)]
}

function lists(answering: Answering): Method[] {
  const list = (input: { hServer: Uint8Array; Level: number; pNumberOfProcesses: number }, call: ServerCall) =>
    boolean({ pNumberOfProcesses: 0, ppTsAllProcessesInfo: null }, async () => {
      serverOf(call, input.hServer)
      if (input.Level !== GAP_LEVEL_BASIC) throw new Refused('INVALID_PARAMETER')
      const found = (await processes(answering, call)).slice(0, input.pNumberOfProcesses)
      const ppTsAllProcessesInfo = await Promise.all(found.map((each) => row(answering, each)))
      return { pNumberOfProcesses: found.length, ppTsAllProcessesInfo }
    })
  return [method(RpcWinStationGetAllProcesses, list), method(RpcWinStationGetAllProcesses_NT6, list)]
}

function single(answering: Answering): Method[] {
  return [
    method(RpcWinStationTerminateProcess, ({ hServer, ProcessId }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        const process = await processOf(answering, call, ProcessId)
        const intent = await permittedProcess(answering, call, process)
        await doing(answering, intent, () => answering.host.endProcess(process, { signal: call.signal }))
        return {}
      }),
    ),
    method(RpcWinStationGetProcessSid, ({ hServer, dwUniqueProcessId, ProcessStartTime, pProcessUserSid }, call) => {
      const blank = { pProcessUserSid, pdwSizeNeeded: 0 }
      return booleanHresult(blank, async () => {
        serverOf(call, hServer)
        const process = await processOf(answering, call, dwUniqueProcessId)
        if (!isStartedAt(process, ProcessStartTime)) throw new Refused('PROCESS_NOT_FOUND')
        const sid = await sidOf(answering, process)
        if (sid === null) throw new Refused('NOT_SUPPORTED')
        const room = inRoom(pProcessUserSid, sid)
        if (room && room.length >= sid.length) return { pProcessUserSid: room, pdwSizeNeeded: sid.length }
        return { ...blank, pdwSizeNeeded: sid.length, pResult: INSUFFICIENT_BUFFER, returnValue: false }
      })
    }),
  ]
}

/** ERROR_INSUFFICIENT_BUFFER as an HRESULT. */
const INSUFFICIENT_BUFFER = 0x8007_007a

/** Figures of the whole host, for which no right is needed. */
function counters(answering: Answering): Method[] {
  return [
    method(RpcWinStationGetTermSrvCountersValue, ({ hServer, pCounter }, call) =>
      boolean({ pCounter }, async () => {
        serverOf(call, hServer)
        callerOf(answering, call)
        return { pCounter: counted(pCounter, await answering.host.list({ brief: true, signal: call.signal })) }
      }),
    ),
  ]
}

/** Those of the sessions that the caller may see. */
async function processes(answering: Answering, call: ServerCall): Promise<Process[]> {
  const [sessions, all] = await Promise.all([
    visible(answering, call, { brief: true }),
    answering.host.processes({ signal: call.signal }),
  ])
  const ids = new Set(sessions.map(({ id }) => id))
  return all.filter(({ sessionId }) => sessionId !== null && ids.has(sessionId))
}

/** The process of that number, where the caller may see its session. @throws Refused PROCESS_NOT_FOUND */
async function processOf(answering: Answering, call: ServerCall, pid: number): Promise<Process> {
  const caller = callerOf(answering, call)
  const all = await answering.host.processes({ signal: call.signal })
  const found = all.find((each) => each.pid === pid)
  if (!found || found.sessionId === null) throw new Refused('PROCESS_NOT_FOUND')
  const session = await existing(answering, call, Number(found.sessionId))
  if (!(await mayQuery(answering, caller, session))) throw new Refused('PROCESS_NOT_FOUND')
  return found
}

/** A caller that names no time means whichever process has the number. */
function isStartedAt({ started }: Process, time: Date | null): boolean {
  return time === null || started === null || started.getTime() === time.getTime()
}

async function sidOf({ accounts }: Answering, { user }: Process): Promise<Uint8Array | null> {
  const sid = user === '' ? null : await accounts.sidOf(user)
  return sid === null ? null : encode(SID, sid)
}

async function row(answering: Answering, process: Process): Promise<TS_ALL_PROCESSES_INFO_NT6> {
  const pSid = await sidOf(answering, process)
  return { pTsProcessInfo: processInformation(process), SizeOfSid: pSid?.length ?? 0, pSid }
}
