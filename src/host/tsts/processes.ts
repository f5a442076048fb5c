/** The processes of a host with their owners' names. */
import type { CallOptions } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import {
  BUFFER_MAX,
  GAP_LEVEL_BASIC,
  LegacyApi,
  RpcWinStationGetAllProcesses,
  RpcWinStationGetAllProcesses_NT6,
  RpcWinStationTerminateProcess,
} from '../../tsts/legacy-api.ts'
import { SID } from '../../tsts/sid.ts'
import { decode } from '../../wire/codec.ts'
import { legacyOf } from './legacy.ts'
import type { Link } from './link.ts'
import { granted, isUnsupported } from './outcome.ts'
import { namesOf } from './owners.ts'

/** The exit code of a process that was ended; what it is matters to nobody. */
const EXIT_CODE = 1

/** All processes of the sessions on which the account has the right QUERY, or those of one. */
export async function listProcesses(link: Link, sessionId: string | null, options: CallOptions): Promise<Process[]> {
  const all = await rows(link, options)
  const wanted = all.filter((row) => sessionId === null || String(row.SessionId) === sessionId)
  const names = await namesOf(
    link,
    wanted.map(({ owner }) => owner).filter((owner) => owner !== null),
    options,
  )
  return wanted.map(({ UniqueProcessId, ImageName, SessionId, CreateTime, owner }) => ({
    pid: UniqueProcessId,
    name: ImageName,
    user: owner === null ? '' : (names.get(owner) ?? owner),
    sessionId: String(SessionId),
    started: CreateTime,
  }))
}

/** Ends a process, unless its number has come to mean another one. Whether it was found. */
export async function endProcess(link: Link, process: Process, options: CallOptions): Promise<boolean> {
  const found = (await rows(link, options)).find(({ UniqueProcessId }) => UniqueProcessId === process.pid)
  if (found?.CreateTime?.getTime() !== process.started?.getTime()) return false
  const { client, hServer } = await legacyOf(link, options)
  const input = { hServer, ProcessId: process.pid, ExitCode: EXIT_CODE }
  granted('RpcWinStationTerminateProcess', await client.call(LegacyApi, RpcWinStationTerminateProcess, input, options))
  return true
}

/** The idle process, which is none, has number 0. */
async function rows(link: Link, options: CallOptions) {
  const all = await everything(link, options)
  return all.flatMap(({ pTsProcessInfo, pSid }) => {
    if (pTsProcessInfo === null || pTsProcessInfo.UniqueProcessId === 0) return []
    return [{ ...pTsProcessInfo, owner: pSid === null || pSid.length === 0 ? null : decode(SID, pSid) }]
  })
}

async function everything(link: Link, options: CallOptions) {
  const { client, hServer } = await legacyOf(link, options)
  const input = { hServer, Level: GAP_LEVEL_BASIC, pNumberOfProcesses: BUFFER_MAX }
  try {
    const answer = await client.call(LegacyApi, RpcWinStationGetAllProcesses_NT6, input, options)
    return granted('RpcWinStationGetAllProcesses_NT6', answer).ppTsAllProcessesInfo ?? []
  } catch (error) {
    if (!isUnsupported(error)) throw error
    const answer = await client.call(LegacyApi, RpcWinStationGetAllProcesses, input, options)
    return granted('RpcWinStationGetAllProcesses', answer).ppTsAllProcessesInfo ?? []
  }
}
