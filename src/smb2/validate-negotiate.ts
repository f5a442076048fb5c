/** The signed repetition of the negotiation, where the dialect does not protect it. [MS-SMB2] 3.2.5.5, 3.2.5.14.12 */
import { equal } from '../crypto/equal.ts'
import { decode, encode } from '../wire/codec.ts'
import { NtStatus, ntStatusName } from '../wire/ntstatus.ts'
import { bodyOf } from './message.ts'
import { NO_FILE_ID } from './messages/create.ts'
import { Command } from './messages/header.ts'
import {
  CtlCode,
  IoctlRequest,
  IoctlResponse,
  SMB2_0_IOCTL_IS_FSCTL,
  ValidateNegotiateInfoRequest,
  ValidateNegotiateInfoResponse,
} from './messages/ioctl.ts'
import { Dialect } from './messages/negotiate.ts'
import type { Smb2Session } from './session.ts'
import { Smb2Error } from './smb2-error.ts'

/** What servers say that know no dialect above 2.1; the refusal is signed, so it is theirs. */
const UNKNOWN_TO_2_1: readonly number[] = [
  NtStatus.STATUS_NOT_SUPPORTED,
  NtStatus.STATUS_INVALID_DEVICE_REQUEST,
  NtStatus.STATUS_FILE_CLOSED,
]

const RESPONSE_LENGTH = 24
const NOTHING = new Uint8Array()

/** @throws Smb2Error after ending the connection, when the server remembers another negotiation */
export async function validateNegotiate(
  session: Smb2Session,
  treeId: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { negotiated, negotiateRequest } = session
  const { capabilities, clientGuid: guid, securityMode, dialects } = negotiateRequest
  const body = bodyOf(IoctlRequest, {
    ctlCode: CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO,
    fileId: NO_FILE_ID,
    input: encode(ValidateNegotiateInfoRequest, { capabilities, guid, securityMode, dialects }),
    maxInputResponse: 0,
    output: NOTHING,
    maxOutputResponse: RESPONSE_LENGTH,
    flags: SMB2_0_IOCTL_IS_FSCTL,
  })
  const asked = session.request({ command: Command.IOCTL, body, treeId }, signal)
  const answer = await asked.catch((cause: unknown) => Promise.reject(endedBy(cause)))
  const { status } = answer.header
  if (negotiated.dialect === Dialect['2.1'] && UNKNOWN_TO_2_1.includes(status)) return
  if (status !== NtStatus.STATUS_SUCCESS) {
    const refusal = `The server does not confirm the negotiation: ${ntStatusName(status)}`
    throw session.distrust(new Smb2Error('downgrade', refusal))
  }
  const repeated = decode(ValidateNegotiateInfoResponse, answer.body(IoctlResponse).output)
  const isSame =
    repeated.dialect === negotiated.dialect &&
    repeated.capabilities === negotiated.serverCapabilities &&
    repeated.securityMode === negotiated.serverSecurityMode &&
    equal(repeated.guid, negotiated.serverGuid)
  if (isSame) return
  throw session.distrust(new Smb2Error('downgrade', 'The server remembers another negotiation than arrived here'))
}

/** A server that remembers another negotiation says nothing and hangs up. [MS-SMB2] 3.3.5.15.12 */
function endedBy(cause: unknown): unknown {
  if (!(cause instanceof Smb2Error) || cause.reason !== 'closed') return cause
  return new Smb2Error('downgrade', 'The server hung up when it was asked to confirm the negotiation', { cause })
}
