/** Why a call is refused, in the space in which its interface says so. [MS-ERREF] 2.1 to 2.3 */
import { LogoffError, type LogoffErrorCode } from '../errors.ts'
import { hresultOf, S_OK } from '../tsts/returns.ts'
import { NtStatus } from '../wire/ntstatus.ts'

/** HRESULT and NTSTATUS of one condition. */
type Statuses = readonly [hresult: number, ntstatus: number]

/** A condition, where no `LogoffError` of the host says it. */
export class Refused extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode) {
    super(code)
    this.code = code
  }
}

/** What only the answering side refuses. */
type OwnCode =
  | 'INVALID_PARAMETER'
  | 'TOO_MANY'
  | 'TIMED_OUT'
  | 'NOT_LOCKED'
  | 'NO_CLIENT'
  | 'BUFFER_TOO_SMALL'
  | 'INVALID_CLASS'
  | 'NAME_INVALID'
  | 'NAME_COLLISION'
  | 'NO_SHADOW'
  | 'NO_DIRECTORY'

type RefusalCode = LogoffErrorCode | OwnCode

/** E_FAIL and its like: nothing that a caller could act on. */
const OTHER: Statuses = [0x8000_4005, NtStatus.STATUS_UNSUCCESSFUL]
const DENIED: Statuses = [0x8007_0005, NtStatus.STATUS_ACCESS_DENIED]
/** ERROR_CTX_WINSTATION_NOT_FOUND */
const NOT_FOUND: Statuses = [0x8007_1b6e, NtStatus.STATUS_CTX_WINSTATION_NOT_FOUND]
/** ERROR_CTX_CLOSE_PENDING */
const CLOSING: Statuses = [0x8007_1b5f, 0xc00a_0006]
/** ERROR_INVALID_STATE */
const WRONG_STATE: Statuses = [0x8007_139f, NtStatus.STATUS_UNSUCCESSFUL]
/** ERROR_INVALID_PARAMETER */
const INVALID: Statuses = [0x8007_0057, NtStatus.STATUS_INVALID_PARAMETER]
/** ERROR_NOT_READY, STATUS_DEVICE_NOT_READY */
const NOT_READY: Statuses = [0x8007_0015, 0xc000_00a3]
/** E_NOTIMPL */
const UNSUPPORTED: Statuses = [0x8000_4001, NtStatus.STATUS_NOT_SUPPORTED]

const OF_HOST: Readonly<Record<LogoffErrorCode, Statuses>> = {
  ACCESS_DENIED: DENIED,
  CONSOLE_SESSION: DENIED,
  PROTECTED_SESSION: DENIED,
  OWN_CONNECTION: DENIED,
  SESSION_NOT_FOUND: NOT_FOUND,
  SESSION_CHANGED: NOT_FOUND,
  SESSION_BUSY: [0x8007_1b70, NtStatus.STATUS_CTX_WINSTATION_BUSY],
  STILL_CLOSING: CLOSING,
  PROCESS_REMAINS: CLOSING,
  SESSION_STATE: WRONG_STATE,
  SESSION_NOT_ACTIVE: WRONG_STATE,
  SESSION_UNREACHABLE: WRONG_STATE,
  MESSAGE_NOT_SHOWN: NOT_READY,
  PROGRAM_MISSING: UNSUPPORTED,
  NOT_SUPPORTED: UNSUPPORTED,
  PROCESS_NOT_FOUND: INVALID,
  SESSION_AMBIGUOUS: INVALID,
  NO_SESSIONS: OTHER,
  NO_CURRENT_SESSION: OTHER,
  SESSIONS_HIDDEN: OTHER,
  HOST_UNREACHABLE: NOT_READY,
  HOST_NOT_FOUND: NOT_READY,
  PORT_CLOSED: NOT_READY,
  SERVICE_STOPPED: NOT_READY,
  HOST_SILENT: NOT_READY,
  CONNECTION_LOST: NOT_READY,
  NOT_SMB: OTHER,
  UNSAFE: OTHER,
  REMOTE_CALLS_REFUSED: OTHER,
  AUTHENTICATION_FAILED: OTHER,
  ACCOUNT_REFUSED: OTHER,
  ACCOUNT_MISSING: OTHER,
  PASSWORD_UNUSABLE: OTHER,
  SERVE_FILE_UNUSABLE: OTHER,
  PROTOCOL_ERROR: OTHER,
}

const OWN: Readonly<Record<OwnCode, Statuses>> = {
  INVALID_PARAMETER: INVALID,
  TOO_MANY: [0x8007_000e, NtStatus.STATUS_INSUFFICIENT_RESOURCES],
  /** ERROR_TIMEOUT */
  TIMED_OUT: [0x8007_05b4, NtStatus.STATUS_IO_TIMEOUT],
  NOT_LOCKED: OTHER,
  NO_CLIENT: WRONG_STATE,
  /** ERROR_INSUFFICIENT_BUFFER */
  BUFFER_TOO_SMALL: [0x8007_007a, NtStatus.STATUS_BUFFER_TOO_SMALL],
  /** STATUS_INVALID_INFO_CLASS */
  INVALID_CLASS: [0x8007_0057, 0xc000_0003],
  /** ERROR_CTX_WINSTATION_NAME_INVALID */
  NAME_INVALID: [0x8007_1b59, 0xc00a_0001],
  /** ERROR_CTX_WINSTATION_ALREADY_EXISTS, STATUS_CTX_WINSTATION_NAME_COLLISION */
  NAME_COLLISION: [0x8007_1b6f, 0xc00a_0016],
  /** ERROR_CTX_SHADOW_NOT_RUNNING */
  NO_SHADOW: [0x8007_1b91, 0xc00a_0036],
  NO_DIRECTORY: OTHER,
}

/** The [out] parameters with S_OK, or `blank` ones with the HRESULT of a refusal. */
export async function hresult<B extends object, T extends object>(
  blank: B,
  work: () => Promise<T>,
): Promise<(B | T) & { returnValue: number }> {
  try {
    return { returnValue: S_OK, ...(await work()) }
  } catch (error) {
    return { ...blank, returnValue: hresultOf(statusesOf(error)[0]) }
  }
}

/** The same for calls that return a BOOLEAN and tell the reason in `pResult`. */
export async function boolean<B extends object, T extends object>(
  blank: B,
  work: () => Promise<T>,
): Promise<(B | T) & { pResult: number; returnValue: boolean }> {
  return await saying(1, blank, work)
}

/** The same for those of which versions since Vista tell the reason as an HRESULT. [MS-TSTS] 3.7.4.1.10, 3.7.4.1.23 */
export async function booleanHresult<B extends object, T extends object>(
  blank: B,
  work: () => Promise<T>,
): Promise<(B | T) & { pResult: number; returnValue: boolean }> {
  return await saying(0, blank, work)
}

async function saying<B extends object, T extends object>(space: 0 | 1, blank: B, work: () => Promise<T>) {
  try {
    return { pResult: NtStatus.STATUS_SUCCESS, returnValue: true, ...(await work()) }
  } catch (error) {
    return { ...blank, pResult: statusesOf(error)[space], returnValue: false }
  }
}

/** What is no refusal goes on as it is: it ends in a fault. */
function statusesOf(error: unknown): Statuses {
  if (error instanceof Refused) return STATUSES[error.code]
  if (error instanceof LogoffError) return OF_HOST[error.code as LogoffErrorCode]
  throw error
}

const STATUSES: Readonly<Record<RefusalCode, Statuses>> = { ...OF_HOST, ...OWN }
