/** The security codes that contexts fail with. [MS-ERREF] 2.1.1 */
import { StatusError } from '../errors.ts'

/** HRESULTs of the security support providers. */
const SecurityStatus = {
  SEC_E_UNSUPPORTED_FUNCTION: 0x8009_0302,
  SEC_E_INVALID_TOKEN: 0x8009_0308,
  SEC_E_LOGON_DENIED: 0x8009_030c,
  SEC_E_MESSAGE_ALTERED: 0x8009_030f,
  SEC_E_OUT_OF_SEQUENCE: 0x8009_0310,
} as const

/** A failure of this side's own checks. */
export function securityError(symbol: keyof typeof SecurityStatus, operation: string, detail: string): StatusError {
  return new StatusError(operation, { space: 'hresult', value: SecurityStatus[symbol], symbol }, detail)
}
