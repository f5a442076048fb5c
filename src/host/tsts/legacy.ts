/** The interface of every version: its server handle, its list of sessions, what it knows of one. */
import type { ContextHandle } from '../../rpc/ndr/context-handle.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import { WINSTATIONINFOCLASS } from '../../tsts/info-class.ts'
import {
  LegacyApi,
  RpcWinStationEnumerate,
  RpcWinStationOpenServer,
  RpcWinStationQueryInformation,
} from '../../tsts/legacy-api.ts'
import { decodeLogonIds, LOGONID_LENGTH } from '../../tsts/logon-id.ts'
import { decodeVardata, encodeVardata, VARDATA_LENGTH } from '../../tsts/vardata.ts'
import { WINSTATIONINFORMATION, WINSTATIONINFORMATION_LENGTH } from '../../tsts/winstation-information.ts'
import { LEGACY } from './doors.ts'
import type { Entry } from './enumeration.ts'
import type { Caller, Link } from './link.ts'
import { granted, means } from './outcome.ts'

/** The client and the handle that its calls go with. */
export interface Legacy {
  readonly client: Caller
  readonly hServer: ContextHandle
}

const handles = new WeakMap<Caller, Promise<ContextHandle>>()

/** Opens the server once for each pipe; the handle is every caller's, and lives as long as the pipe does. */
export async function legacyOf(link: Link, options: CallOptions): Promise<Legacy> {
  const client = await link.client(LEGACY, options)
  const known = handles.get(client) ?? openServer(client)
  handles.set(client, known)
  known.catch(() => handles.delete(client))
  return { client, hServer: await abortable(known, options.signal) }
}

async function openServer(client: Caller): Promise<ContextHandle> {
  const answer = await client.call(LegacyApi, RpcWinStationOpenServer, {})
  return granted('RpcWinStationOpenServer', answer).phServer
}

/** So many entries are asked for at once. */
const ENTRIES = 64
/** A host that never ends its list is cut off here. */
const MOST_ENTRIES = 65_536
const STATUS_NO_MORE_ENTRIES = 0x8000_001a

/** Sessions and listeners. [MS-TSTS] 3.7.4.1.4 */
export async function enumerateLegacy(link: Link, options: CallOptions): Promise<Entry[]> {
  const { client, hServer } = await legacyOf(link, options)
  const entries: Entry[] = []
  for (let pIndex = 0; entries.length < MOST_ENTRIES; ) {
    const pLogonId = new Uint8Array(ENTRIES * LOGONID_LENGTH)
    const input = { hServer, pEntries: ENTRIES, pLogonId, pByteCount: pLogonId.length, pIndex }
    const answer = await client.call(LegacyApi, RpcWinStationEnumerate, input, options)
    if (answer.pResult === STATUS_NO_MORE_ENTRIES) break
    granted('RpcWinStationEnumerate', answer)
    if (answer.pEntries === 0 || answer.pLogonId === null) break
    for (const { SessionId, WinStationName, State } of decodeLogonIds(answer.pLogonId, answer.pEntries)) {
      entries.push({ id: SessionId, state: State, name: WinStationName, account: null })
    }
    pIndex = answer.pIndex
  }
  return entries
}

/** What the oldest versions say of one session; null where there is none of that ID. */
export async function informationOf(
  link: Link,
  id: number,
  options: CallOptions,
): Promise<WINSTATIONINFORMATION | null> {
  const { client, hServer } = await legacyOf(link, options)
  const input = {
    hServer,
    LogonId: id,
    WinStationInformationClass: WINSTATIONINFOCLASS.WinStationInformation,
    pWinStationInformation: emptyInformation(),
    WinStationInformationLength: VARDATA_LENGTH + WINSTATIONINFORMATION_LENGTH,
  }
  const answer = await client.call(LegacyApi, RpcWinStationQueryInformation, input, options)
  try {
    const buffer = granted('RpcWinStationQueryInformation', answer).pWinStationInformation
    return buffer === null ? null : decodeVardata(WINSTATIONINFORMATION, buffer)
  } catch (error) {
    if (means(error, 'SESSION_NOT_FOUND')) return null
    throw error
  }
}

/** A buffer that says of itself what it is for. [MS-TSTS] 3.7.4.1.6 */
function emptyInformation(): Uint8Array {
  return encodeVardata(WINSTATIONINFORMATION, {
    ConnectState: 0,
    WinStationName: '',
    LogonId: 0,
    ConnectTime: null,
    DisconnectTime: null,
    LastInputTime: null,
    LogonTime: null,
    Domain: '',
    UserName: '',
    CurrentTime: null,
  })
}
