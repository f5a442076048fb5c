/** FSCTL_VALIDATE_NEGOTIATE_INFO as a server answers it. [MS-SMB2] 3.3.5.15.12 */
import { equal } from '../../crypto/equal.ts'
import { decode, encode } from '../../wire/codec.ts'
import type { Message } from '../message.ts'
import { NO_FILE_ID } from '../messages/create.ts'
import { Command } from '../messages/header.ts'
import {
  CtlCode,
  IoctlRequest,
  ValidateNegotiateInfoRequest,
  ValidateNegotiateInfoResponse,
} from '../messages/ioctl.ts'
import type { NegotiateRequest } from '../messages/negotiate.ts'
import { Smb2Error } from '../smb2-error.ts'
import { type Choice, choose, SERVER_SECURITY_MODE } from './choose.ts'
import { type Outcome, success } from './exchange.ts'
import { ioctlResponse } from './files.ts'

/** What was negotiated on the connection. */
export interface Negotiation {
  readonly request: NegotiateRequest
  readonly choice: Choice
  readonly serverGuid: Uint8Array
}

/** Whether this is the question that below answers. */
export function isValidateNegotiate(request: Message): boolean {
  return (
    request.header.command === Command.IOCTL &&
    request.body(IoctlRequest).ctlCode === CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO
  )
}

/** @throws Smb2Error when the client remembers another negotiation, which ends the connection */
export function validateNegotiateInfo(request: Message, { request: first, choice, serverGuid }: Negotiation): Outcome {
  const repeated = decode(ValidateNegotiateInfoRequest, request.body(IoctlRequest).input)
  const isSame =
    repeated.capabilities === first.capabilities &&
    repeated.securityMode === first.securityMode &&
    equal(repeated.guid, first.clientGuid) &&
    choose({ ...first, dialects: repeated.dialects }).dialect === choice.dialect
  if (!isSame) throw new Smb2Error('downgrade', 'The client remembers another negotiation')
  const { dialect, capabilities } = choice
  const output = encode(ValidateNegotiateInfoResponse, {
    capabilities,
    guid: serverGuid,
    securityMode: SERVER_SECURITY_MODE,
    dialect,
  })
  return success(ioctlResponse(CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO, NO_FILE_ID, output))
}
