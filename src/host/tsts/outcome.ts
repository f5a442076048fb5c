/** Calls that did what they were asked for, or the error that says why not. */
import { StatusError } from '../../errors.ts'
import { FaultStatus } from '../../rpc/status.ts'
import { conditionOf, statusOf } from '../../tsts/conditions.ts'
import { isSuccess } from '../../tsts/returns.ts'
import { NtStatus } from '../../wire/ntstatus.ts'

/** The answer of a call that returns an HRESULT. @throws StatusError */
export function succeeded<T extends { returnValue: number }>(operation: string, answer: T): T {
  if (isSuccess(answer.returnValue)) return answer
  throw new StatusError(operation, statusOf('hresult', answer.returnValue))
}

/** The answer of a call that returns a BOOLEAN, whose reason is an NTSTATUS or an HRESULT. @throws StatusError */
export function granted<T extends { returnValue: boolean; pResult: number }>(operation: string, answer: T): T {
  if (answer.returnValue) return answer
  throw new StatusError(operation, statusOf(isHresult(answer.pResult) ? 'hresult' : 'ntstatus', answer.pResult))
}

/** Some answers of the oldest interface hold 0x8007xxxx, which is no NTSTATUS. [MS-TSTS] 3.7.4.1.10, 3.7.4.1.23 */
function isHresult(result: number): boolean {
  return result >>> 16 === 0x8007
}

/** Whether the host lacks a call, an interface or a pipe: the next rung of the ladder is worth a try. */
export function isUnsupported(error: unknown): boolean {
  if (!(error instanceof StatusError)) return false
  const { space, value } = error.status
  if (space === 'rpc') return UNSUPPORTED.has(value ?? 0) || error.operation.startsWith('bind to ')
  if (error.operation === 'SMB2 CREATE') return isPipeMissing(error)
  return conditionOf(error.status) === 'NOT_SUPPORTED'
}

/** Whether nobody answers on a pipe. */
export function isPipeMissing(error: unknown): boolean {
  return error instanceof StatusError && error.operation === 'SMB2 CREATE' && MISSING.has(error.status.value ?? 0)
}

/** Whether a protected answer was changed, repeated or left out on its way. */
export function isAltered(error: unknown): boolean {
  return error instanceof StatusError && ALTERED.has(error.status.symbol)
}

/** Whether an error means this condition. */
export function means(error: unknown, condition: ReturnType<typeof conditionOf>): boolean {
  return error instanceof StatusError && conditionOf(error.status) === condition
}

const ALTERED: ReadonlySet<string> = new Set(['SEC_E_MESSAGE_ALTERED', 'SEC_E_OUT_OF_SEQUENCE'])

const UNSUPPORTED: ReadonlySet<number> = new Set([
  FaultStatus.nca_op_rng_error,
  FaultStatus.nca_unk_if,
  FaultStatus.RPC_S_PROCNUM_OUT_OF_RANGE,
  FaultStatus.RPC_S_UNKNOWN_IF,
  FaultStatus.RPC_S_CANNOT_SUPPORT,
])

/** Samba says CONNECTION_REFUSED where a socket was left behind. */
const MISSING: ReadonlySet<number> = new Set([
  NtStatus.STATUS_OBJECT_NAME_NOT_FOUND,
  NtStatus.STATUS_OBJECT_PATH_NOT_FOUND,
  NtStatus.STATUS_PIPE_NOT_AVAILABLE,
  NtStatus.STATUS_CONNECTION_REFUSED,
  NtStatus.STATUS_CONNECTION_DISCONNECTED,
])
