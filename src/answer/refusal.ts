/** Why a call is refused, in the space in which its interface says so. [MS-ERREF] 2.1 to 2.3 */
import { LogoffError, type LogoffErrorCode } from '../errors.ts'
import { hresultOf, S_OK } from '../tsts/returns.ts'
import { NtStatus } from '../wire/ntstatus.ts'

/** A condition, where no `LogoffError` of the host says it. */
export class Refused extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode) {
    super(code)
    this.code = code
  }
}

type RefusalCode = Extract<LogoffErrorCode, keyof typeof STATUSES> | 'BAD_LEVEL' | 'TOO_MANY'

/** HRESULT and NTSTATUS of each condition. */
const STATUSES = {
  ACCESS_DENIED: [0x8007_0005, NtStatus.STATUS_ACCESS_DENIED],
  CONSOLE_SESSION: [0x8007_0005, NtStatus.STATUS_ACCESS_DENIED],
  PROTECTED_SESSION: [0x8007_0005, NtStatus.STATUS_ACCESS_DENIED],
  OWN_CONNECTION: [0x8007_0005, NtStatus.STATUS_ACCESS_DENIED],
  SESSION_NOT_FOUND: [0x8007_1b6e, NtStatus.STATUS_CTX_WINSTATION_NOT_FOUND],
  SESSION_CHANGED: [0x8007_1b6e, NtStatus.STATUS_CTX_WINSTATION_NOT_FOUND],
  SESSION_BUSY: [0x8007_1b70, NtStatus.STATUS_CTX_WINSTATION_BUSY],
  SESSION_STATE: [0x8007_139f, NtStatus.STATUS_UNSUCCESSFUL],
  SESSION_UNREACHABLE: [0x8007_139f, NtStatus.STATUS_UNSUCCESSFUL],
  NOT_SUPPORTED: [0x8000_4001, NtStatus.STATUS_NOT_SUPPORTED],
  PROCESS_NOT_FOUND: [0x8007_0057, NtStatus.STATUS_INVALID_PARAMETER],
  BAD_LEVEL: [0x8007_0057, NtStatus.STATUS_INVALID_PARAMETER],
  TOO_MANY: [0x8007_000e, NtStatus.STATUS_INSUFFICIENT_RESOURCES],
} as const satisfies Partial<Record<LogoffErrorCode | 'BAD_LEVEL' | 'TOO_MANY', readonly [number, number]>>

/** E_FAIL and its like: the host failed in another way. */
const OTHER = [0x8000_4005, NtStatus.STATUS_UNSUCCESSFUL] as const

/** The [out] parameters with S_OK, or `blank` ones with the HRESULT of a refusal. */
export async function hresult<B extends object, T extends object>(
  blank: B,
  work: () => Promise<T>,
): Promise<(B | T) & { returnValue: number }> {
  try {
    return { ...(await work()), returnValue: S_OK }
  } catch (error) {
    return { ...blank, returnValue: hresultOf(statusesOf(error)[0]) }
  }
}

/** The same for calls that return a BOOLEAN and tell the reason in `pResult`. */
export async function boolean<B extends object, T extends object>(
  blank: B,
  work: () => Promise<T>,
): Promise<(B | T) & { pResult: number; returnValue: boolean }> {
  try {
    return { ...(await work()), pResult: NtStatus.STATUS_SUCCESS, returnValue: true }
  } catch (error) {
    return { ...blank, pResult: statusesOf(error)[1], returnValue: false }
  }
}

/** What is no refusal goes on as it is: it ends in a fault. */
function statusesOf(error: unknown): readonly [number, number] {
  if (!(error instanceof LogoffError) && !(error instanceof Refused)) throw error
  const known: Readonly<Partial<Record<string, readonly [number, number]>>> = STATUSES
  return known[error.code] ?? OTHER
}
