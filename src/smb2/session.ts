/** An authenticated session, whose every answer is encrypted or signed. [MS-SMB2] 3.2.1.3, 3.2.4.2.3, 3.2.5.3 */
import { inspect } from 'node:util'
import type { SecurityContext } from '../auth/mechanism.ts'
import { NtStatus, ntStatusError } from '../wire/ntstatus.ts'
import { bodyOf, type Message } from './message.ts'
import { Command, HeaderFlags } from './messages/header.ts'
import { type NegotiateRequest, SecurityMode } from './messages/negotiate.ts'
import { Empty, SessionFlags, SessionSetupRequest, SessionSetupResponse } from './messages/session-setup.ts'
import type { Negotiated } from './negotiated.ts'
import type { PreauthIntegrity } from './preauth-integrity.ts'
import type { Request, Requester } from './requester.ts'
import { deriveSessionKeys } from './session-keys.ts'
import { SessionSecurity } from './session-security.ts'
import { Smb2Error } from './smb2-error.ts'
import { Smb2Tree } from './tree.ts'

/** What a caller demands of the server. */
export interface LogonOptions {
  /** Refuse a server that cannot encrypt. Default: encrypt with those that can. */
  readonly encryptionRequired?: boolean
  readonly signal?: AbortSignal | undefined
}

/** What the connection lends to its session. */
export interface SessionParts {
  readonly requester: Requester
  readonly negotiated: Negotiated
  readonly negotiateRequest: NegotiateRequest
  readonly preauth: PreauthIntegrity
}

/** An account's session on a connection. */
export class Smb2Session implements AsyncDisposable {
  readonly negotiated: Negotiated
  /** What this side said of itself; VALIDATE_NEGOTIATE_INFO repeats it. */
  readonly negotiateRequest: NegotiateRequest
  readonly #requester: Requester
  readonly #security: SessionSecurity
  #posted: Request[] = []
  #closing: Promise<void> | null = null

  private constructor(parts: SessionParts, security: SessionSecurity) {
    this.negotiated = parts.negotiated
    this.negotiateRequest = parts.negotiateRequest
    this.#requester = parts.requester
    this.#security = security
    parts.requester.addSession(security)
  }

  /** Runs the mechanism until both sides are done, and derives the keys. */
  static async logon(parts: SessionParts, context: SecurityContext, options: LogonOptions): Promise<Smb2Session> {
    using _ = context
    if (options.encryptionRequired && parts.negotiated.cipherId === 0) {
      throw new Smb2Error('encryption', 'Encryption is demanded, and the server offers none')
    }
    const answer = await handshake(parts, context, options.signal)
    const fullSessionKey = context.sessionKey
    const keys = deriveSessionKeys(parts.negotiated, fullSessionKey, parts.preauth.value)
    fullSessionKey.fill(0)
    const security = new SessionSecurity('client', parts.negotiated, answer.header.sessionId, keys)
    if (!answer.has(HeaderFlags.SMB2_FLAGS_SIGNED)) {
      throw new Smb2Error('signing', 'The server does not sign the end of the logon')
    }
    if (!security.signing.verify(answer.bytes, 'server')) {
      throw new Smb2Error('tampered', 'The signature at the end of the logon does not fit')
    }
    return new Smb2Session(parts, security)
  }

  /** Whether the messages of this session are encrypted. */
  get encrypted(): boolean {
    return this.#security.encryption !== null
  }

  /** A share, which is connected to when it is first used: `IPC$` is where pipes are. */
  tree(share: string): Smb2Tree {
    return new Smb2Tree(this, `\\\\${this.#requester.serverName}\\${share}`)
  }

  /** Connects to a share. @throws StatusError */
  async treeConnect(share: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Smb2Tree> {
    const tree = this.tree(share)
    await tree.connect(signal)
    return tree
  }

  /** Sends a request of this session and waits for the answer, whatever its status. */
  request(request: Request, signal: AbortSignal | undefined): Promise<Message> {
    return this.#requester.request(request, { security: this.#security, signal })
  }

  /** Sends related requests in one compound; null, and nothing is sent, without the credits for it. */
  compound(requests: readonly Request[], signal: AbortSignal | undefined): Promise<Message>[] | null {
    return this.#requester.compound(requests, this.#security, signal)
  }

  /** Sends a request whose answer nobody waits for, together with others of its kind. */
  post(request: Request): void {
    if (this.#posted.length === 0) setImmediate(() => this.#flush())
    this.#posted.push(request)
  }

  /** Ends the connection, because this session cannot be trusted. */
  distrust(error: Smb2Error): Smb2Error {
    this.#requester.fail(error)
    return error
  }

  /** Ends the session; a second call does nothing more. */
  async close(): Promise<void> {
    this.#closing ??= this.#logoff()
    await this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  toJSON(): object {
    return { serverName: this.#requester.serverName, encrypted: this.encrypted }
  }

  [inspect.custom](): string {
    return `Smb2Session ${inspect(this.toJSON())}`
  }

  async #logoff(): Promise<void> {
    this.post({ command: Command.LOGOFF, body: bodyOf(Empty, {}) })
    this.#flush()
  }

  #flush(): void {
    const posted = this.#posted
    this.#posted = []
    if (posted.length > 0) this.#requester.post(posted, this.#security)
  }
}

/** SESSION_SETUP until the server says success and the mechanism agrees; the answer is the last one. */
async function handshake(parts: SessionParts, context: SecurityContext, signal?: AbortSignal): Promise<Message> {
  const { preauth, requester } = parts
  const onSent = (bytes: Uint8Array) => preauth.update(bytes)
  let step = await context.step(parts.negotiated.gssNegotiateToken, { signal })
  for (let sessionId = 0n; ; ) {
    if (!step.token) throw new Smb2Error('protocol', 'The server asks for more than the mechanism has to say')
    const answer = await requester.request(sessionSetup(step.token), { sessionId, onSent, signal })
    const { status } = answer.header
    if (status !== NtStatus.STATUS_SUCCESS && status !== NtStatus.STATUS_MORE_PROCESSING_REQUIRED) {
      throw ntStatusError('SMB2 SESSION_SETUP', status)
    }
    const { sessionFlags, securityBuffer } = answer.body(SessionSetupResponse)
    refuseNobody(sessionFlags)
    sessionId = answer.header.sessionId
    if (!context.done) step = await context.step(securityBuffer, { signal })
    if (status === NtStatus.STATUS_SUCCESS) {
      if (!context.done) throw new Smb2Error('protocol', 'The server is done before the mechanism is')
      return answer
    }
    preauth.update(answer.bytes)
  }
}

function sessionSetup(securityBuffer: Uint8Array): Request {
  const body = bodyOf(SessionSetupRequest, {
    flags: 0,
    securityMode: SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED,
    capabilities: 0,
    securityBuffer,
    previousSessionId: 0n,
  })
  return { command: Command.SESSION_SETUP, body }
}

/** A guest or nobody has no key of his own, so nothing could be signed. */
function refuseNobody(sessionFlags: number): void {
  if (sessionFlags & SessionFlags.SMB2_SESSION_FLAG_IS_GUEST) {
    throw new Smb2Error('guest', 'The server took the account for a guest')
  }
  if (sessionFlags & SessionFlags.SMB2_SESSION_FLAG_IS_NULL) {
    throw new Smb2Error('anonymous', 'The server took the account for nobody')
  }
}
