/** SMB2 NEGOTIATE and SESSION_SETUP as a server answers them. [MS-SMB2] 3.3.5.4, 3.3.5.5 */
import { StatusError } from '../../errors.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { fileTime } from '../../wire/file-time.ts'
import { NtStatus } from '../../wire/ntstatus.ts'
import { type Body, bodyOf } from '../message.ts'
import { Dialect, NegotiateResponse, NegotiateResponse311 } from '../messages/negotiate.ts'
import { SessionFlags, SessionSetupRequest, SessionSetupResponse } from '../messages/session-setup.ts'
import type { Agreement } from '../session-keys.ts'
import { type Choice, SERVER_SECURITY_MODE } from './choose.ts'
import { type Exchange, failure, type Outcome, statusOf, success } from './exchange.ts'
import type { ServerSession } from './server-session.ts'

/** The longest data of one READ, WRITE or IOCTL, in bytes. */
const MAX_LENGTH = 65_536

/** The body of the NEGOTIATE response. */
export function negotiateResponse(choice: Choice, serverGuid: Uint8Array, offer: Uint8Array): Body {
  const common = {
    securityMode: SERVER_SECURITY_MODE,
    serverGuid,
    capabilities: choice.capabilities,
    maxTransactSize: MAX_LENGTH,
    maxReadSize: MAX_LENGTH,
    maxWriteSize: MAX_LENGTH,
    systemTime: fileTime(new Date()),
    serverStartTime: 0n,
    securityBuffer: offer,
  }
  return choice.dialect === Dialect['3.1.1']
    ? bodyOf(NegotiateResponse311, { ...common, negotiateContextList: choice.negotiateContextList })
    : bodyOf(NegotiateResponse, { ...common, dialectRevision: choice.dialect })
}

/** One step of the authentication; the session's keys exist when the answer says success. */
export async function sessionSetup(
  { request, signal }: Exchange,
  session: ServerSession,
  agreement: Agreement,
): Promise<Outcome> {
  session.preauth.update(request.bytes)
  try {
    const { securityBuffer } = request.body(SessionSetupRequest)
    const { token, done } = await session.context.step(securityBuffer, { signal })
    if (!done) {
      const body = bodyOf(SessionSetupResponse, { sessionFlags: 0, securityBuffer: token ?? NOTHING })
      const { sessionId } = session
      const sent = (bytes: Uint8Array) => session.preauth.update(bytes)
      return { status: NtStatus.STATUS_MORE_PROCESSING_REQUIRED, body, sessionId, sent }
    }
    const { encryption } = session.authenticated(agreement)
    const sessionFlags = encryption ? SessionFlags.SMB2_SESSION_FLAG_ENCRYPT_DATA : 0
    const body = bodyOf(SessionSetupResponse, { sessionFlags, securityBuffer: token ?? NOTHING })
    return success(body, { sessionId: session.sessionId })
  } catch (error) {
    if (error instanceof StatusError) return failure(statusOf(error))
    if (error instanceof DecodeError) return failure(NtStatus.STATUS_INVALID_PARAMETER)
    throw error
  }
}

const NOTHING = new Uint8Array()
