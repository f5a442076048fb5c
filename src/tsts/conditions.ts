/** Statuses in whatever space they come, and what they mean to a caller. [MS-ERREF] 2.1 to 2.3 */
import type { LogoffErrorCode, NativeStatus, StatusSpace } from '../errors.ts'

/** What a status can mean here: one of the codes that callers act on. */
export type Condition = Extract<
  LogoffErrorCode,
  'ACCESS_DENIED' | 'SESSION_NOT_FOUND' | 'SESSION_STATE' | 'SESSION_BUSY' | 'PROCESS_NOT_FOUND' | 'NOT_SUPPORTED'
>

interface Row {
  readonly code: Condition
  readonly win32?: number
  readonly ntstatus?: number
  readonly hresult?: number
  readonly symbol: string
}

/** One condition in up to three spaces. An HRESULT that wraps one of the others is unwrapped, not listed. */
const CONDITIONS: readonly Row[] = [
  { code: 'ACCESS_DENIED', win32: 0x0005, symbol: 'ERROR_ACCESS_DENIED' },
  { code: 'ACCESS_DENIED', ntstatus: 0xc000_0022, symbol: 'STATUS_ACCESS_DENIED' },
  { code: 'ACCESS_DENIED', win32: 0x1b85, symbol: 'ERROR_CTX_WINSTATION_ACCESS_DENIED' },
  { code: 'ACCESS_DENIED', ntstatus: 0xc00a_002b, symbol: 'STATUS_CTX_WINSTATION_ACCESS_DENIED' },
  { code: 'ACCESS_DENIED', win32: 0x0522, symbol: 'ERROR_PRIVILEGE_NOT_HELD' },
  { code: 'ACCESS_DENIED', ntstatus: 0xc000_0061, symbol: 'STATUS_PRIVILEGE_NOT_HELD' },
  { code: 'SESSION_NOT_FOUND', win32: 0x0002, symbol: 'ERROR_FILE_NOT_FOUND' },
  { code: 'SESSION_NOT_FOUND', win32: 0x1b6e, symbol: 'ERROR_CTX_WINSTATION_NOT_FOUND' },
  { code: 'SESSION_NOT_FOUND', ntstatus: 0xc00a_0015, symbol: 'STATUS_CTX_WINSTATION_NOT_FOUND' },
  { code: 'SESSION_NOT_FOUND', win32: 0x0490, symbol: 'ERROR_NOT_FOUND' },
  { code: 'SESSION_STATE', win32: 0x139f, symbol: 'ERROR_INVALID_STATE' },
  { code: 'SESSION_BUSY', win32: 0x1b70, symbol: 'ERROR_CTX_WINSTATION_BUSY' },
  { code: 'SESSION_BUSY', ntstatus: 0xc00a_0017, symbol: 'STATUS_CTX_WINSTATION_BUSY' },
  { code: 'SESSION_BUSY', win32: 0x1b5f, symbol: 'ERROR_CTX_CLOSE_PENDING' },
  { code: 'SESSION_BUSY', ntstatus: 0xc00a_0006, symbol: 'STATUS_CTX_CLOSE_PENDING' },
  { code: 'NOT_SUPPORTED', win32: 0x1b81, symbol: 'ERROR_CTX_CONSOLE_DISCONNECT' },
  { code: 'NOT_SUPPORTED', ntstatus: 0xc00a_0027, symbol: 'STATUS_CTX_CONSOLE_DISCONNECT' },
  { code: 'NOT_SUPPORTED', win32: 0x0032, symbol: 'ERROR_NOT_SUPPORTED' },
  { code: 'NOT_SUPPORTED', ntstatus: 0xc000_00bb, symbol: 'STATUS_NOT_SUPPORTED' },
  { code: 'NOT_SUPPORTED', win32: 0x0078, symbol: 'ERROR_CALL_NOT_IMPLEMENTED' },
  { code: 'NOT_SUPPORTED', ntstatus: 0xc000_0002, symbol: 'STATUS_NOT_IMPLEMENTED' },
  { code: 'NOT_SUPPORTED', hresult: 0x8000_4001, symbol: 'E_NOTIMPL' },
  { code: 'PROCESS_NOT_FOUND', win32: 0x0057, symbol: 'ERROR_INVALID_PARAMETER' },
  { code: 'PROCESS_NOT_FOUND', ntstatus: 0xc000_000b, symbol: 'STATUS_INVALID_CID' },
  { code: 'PROCESS_NOT_FOUND', ntstatus: 0xc000_000d, symbol: 'STATUS_INVALID_PARAMETER' },
]

/** FACILITY_WIN32 of an HRESULT, and FACILITY_NTWIN32 of an NTSTATUS. [MS-ERREF] 2.1.1, 2.3 */
const FACILITY_WIN32 = 7
/** The bit by which an HRESULT holds an NTSTATUS. [MS-ERREF] 2.1.2 */
const FACILITY_NT_BIT = 0x1000_0000

/** What a status means; null where it means nothing that a caller could act on. */
export function conditionOf(status: NativeStatus): Condition | null {
  return rowOf(status.space, status.value)?.code ?? null
}

/** A status with its name, where it has one in the table. */
export function statusOf(space: Extract<StatusSpace, 'win32' | 'ntstatus' | 'hresult'>, value: number): NativeStatus {
  const unsigned = value >>> 0
  return { space, value: unsigned, symbol: rowOf(space, unsigned)?.symbol ?? WORDS[space] }
}

const WORDS = { win32: 'Win32', ntstatus: 'NTSTATUS', hresult: 'HRESULT' } as const

function rowOf(space: StatusSpace, value: number | null): Row | undefined {
  if (value === null || (space !== 'win32' && space !== 'ntstatus' && space !== 'hresult')) return undefined
  return CONDITIONS.find((row) => row[space] === value >>> 0) ?? innerRowOf(space, value >>> 0)
}

/** The row of the status that another one carries inside. */
function innerRowOf(space: StatusSpace, value: number): Row | undefined {
  if (space === 'hresult' && value & FACILITY_NT_BIT) return rowOf('ntstatus', value & ~FACILITY_NT_BIT)
  const facility = (value >>> 16) & 0x0fff
  return space !== 'win32' && facility === FACILITY_WIN32 ? rowOf('win32', value & 0xffff) : undefined
}
