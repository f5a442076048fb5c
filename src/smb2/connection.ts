/** The client's end of one connection to a server: the dialect is agreed on, sessions can begin. [MS-SMB2] 3.2.1.2 */
import type { Duplex } from 'node:stream'
import { inspect } from 'node:util'
import type { SecurityContext } from '../auth/mechanism.ts'
import { nameOf } from '../wire/names.ts'
import { NtStatus, ntStatusError } from '../wire/ntstatus.ts'
import { bodyOf } from './message.ts'
import { Command } from './messages/header.ts'
import { Dialect, NegotiateRequest } from './messages/negotiate.ts'
import { checkNegotiated, type Negotiated } from './negotiated.ts'
import { FULL_OFFER, negotiateRequest, type Offer } from './offer.ts'
import { PreauthIntegrity } from './preauth-integrity.ts'
import { Requester } from './requester.ts'
import { type LogonOptions, Smb2Session } from './session.ts'

/** How a connection is opened. */
export interface ConnectionOptions {
  /** As the user named it; goes into the paths of shares. */
  readonly serverName: string
  /** Default: everything. */
  readonly offer?: Offer
  readonly signal?: AbortSignal | undefined
}

/** A connection to a server. Disposal lets out what was sent, closes, and keeps nobody waiting. */
export class Smb2Connection implements AsyncDisposable {
  /** What both sides agreed on. */
  readonly negotiated: Negotiated
  readonly #requester: Requester
  readonly #request: NegotiateRequest
  readonly #preauth: PreauthIntegrity

  private constructor(requester: Requester, request: NegotiateRequest, facts: Negotiated, preauth: PreauthIntegrity) {
    this.#requester = requester
    this.#request = request
    this.negotiated = facts
    this.#preauth = preauth
  }

  /**
   * Negotiates over a stream, of which the connection becomes the owner.
   *
   * @throws Smb2Error, StatusError when the server refuses every dialect offered, DecodeError
   */
  static async open(stream: Duplex, options: ConnectionOptions): Promise<Smb2Connection> {
    const { serverName, offer = FULL_OFFER, signal } = options
    const requester = new Requester(stream, serverName)
    try {
      const request = negotiateRequest(offer, serverName)
      const body = bodyOf(NegotiateRequest, request)
      const preauth = new PreauthIntegrity()
      const onSent = (bytes: Uint8Array) => preauth.update(bytes)
      const answer = await requester.request({ command: Command.NEGOTIATE, body }, { onSent, signal })
      const { status } = answer.header
      if (status !== NtStatus.STATUS_SUCCESS) throw ntStatusError('SMB2 NEGOTIATE', status)
      const negotiated = checkNegotiated(answer, offer)
      preauth.update(answer.bytes)
      return new Smb2Connection(requester, request, negotiated, preauth)
    } catch (error) {
      requester.fail(error)
      throw error
    }
  }

  /** "3.1.1" */
  get dialect(): string {
    return nameOf(Dialect, this.negotiated.dialect)!
  }

  /**
   * Authenticates an account. The context is used up, whatever comes of it, and a failure ends the connection.
   *
   * @throws StatusError with the server's reason, Smb2Error when the session would not be safe
   */
  async logon(context: SecurityContext, options: LogonOptions = {}): Promise<Smb2Session> {
    const parts = {
      requester: this.#requester,
      negotiated: this.negotiated,
      negotiateRequest: this.#request,
      preauth: this.#preauth.clone(),
    }
    try {
      return await Smb2Session.logon(parts, context, options)
    } catch (error) {
      this.#requester.fail(error)
      throw error
    }
  }

  async close(): Promise<void> {
    this.#requester.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  toJSON(): object {
    return { serverName: this.#requester.serverName, dialect: this.dialect }
  }

  [inspect.custom](): string {
    return `Smb2Connection ${inspect(this.toJSON())}`
  }
}
