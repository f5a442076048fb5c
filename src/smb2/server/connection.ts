/** The server's end of one connection: a small SMB 2 and 3 server for pipes. [MS-SMB2] 3.3.5 */
import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Mechanism } from '../../auth/mechanism.ts'
import { StatusError } from '../../errors.ts'
import { decode } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { NtStatus } from '../../wire/ntstatus.ts'
import { type Message, protocolIdOf, splitCompound } from '../message.ts'
import { Command, HeaderFlags, PROTOCOL_ID, TRANSFORM_PROTOCOL_ID } from '../messages/header.ts'
import { NegotiateRequest } from '../messages/negotiate.ts'
import { TransformHeader } from '../messages/transform-header.ts'
import { PreauthIntegrity } from '../preauth-integrity.ts'
import { Smb2Error } from '../smb2-error.ts'
import { Transport } from '../transport.ts'
import { choose } from './choose.ts'
import { dispatch } from './dispatch.ts'
import { type Exchange, failure, type Outcome, statusOf, success } from './exchange.ts'
import type { PipeServices } from './files.ts'
import { negotiateResponse, sessionSetup } from './logon.ts'
import { MessageIds } from './message-ids.ts'
import { type Question, Responder } from './responder.ts'
import { ServerSession } from './server-session.ts'
import type { Negotiation } from './validate.ts'

/** What a server is and serves. */
export interface Smb2ServerOptions {
  /** Authenticates the clients: SPNEGO over the mechanisms of the server. */
  readonly mechanism: Mechanism
  readonly services: PipeServices
}

/** An answer that takes longer is announced, so that its request can be cancelled. */
const INTERIM_AFTER_MS = 50

/** What a request of a compound hands on to the one related to it. */
interface Inheritance {
  readonly sessionId: bigint
  readonly treeId: number
  readonly fileId: Uint8Array | null
  /** The status with which the next one fails, because it would use what was not made. */
  readonly failed: number | null
}

/** A request, the session whose key it was encrypted with, what gives it up, and the way out for its answer. */
interface Arrival {
  readonly request: Message
  readonly decryptedFor: bigint | null
  readonly signal: AbortSignal
  readonly responder: Responder
}

/** One client's connection. Disposal ends it; it ends by itself with its stream. */
export class Smb2ServerConnection implements AsyncDisposable {
  /** Settled when the connection has ended, with the reason. */
  readonly closed: Promise<unknown>
  readonly #options: Smb2ServerOptions
  readonly #transport: Transport
  readonly #ids = new MessageIds()
  readonly #preauth = new PreauthIntegrity()
  readonly #sessions = new Map<bigint, ServerSession>()
  /** Requests without an answer, by MessageId. */
  readonly #pending = new Map<bigint, AbortController>()
  #negotiation: Negotiation | null = null

  constructor(stream: Duplex, options: Smb2ServerOptions) {
    this.#options = options
    let settle: (reason: unknown) => void = () => {}
    this.closed = new Promise((resolve) => {
      settle = resolve
    })
    this.#transport = new Transport(stream, {
      message: (bytes) => this.#received(bytes),
      closed: (reason) => {
        for (const session of this.#sessions.values()) session.close()
        for (const controller of this.#pending.values()) controller.abort(reason)
        settle(reason)
      },
    })
  }

  async close(): Promise<void> {
    this.#transport.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #received(bytes: Uint8Array): void {
    const protocolId = protocolIdOf(bytes)
    if (protocolId === PROTOCOL_ID) {
      this.#run(splitCompound(bytes), null)
      return
    }
    if (protocolId !== TRANSFORM_PROTOCOL_ID) throw new Smb2Error('notSmb', 'The request is not an SMB 2 message')
    const { sessionId } = decode(TransformHeader, bytes)
    const plain = this.#sessions.get(sessionId)?.security?.encryption?.decrypt(bytes)
    if (!plain) throw new Smb2Error('tampered', 'An encrypted request was not made with the key of its session')
    this.#run(splitCompound(plain), sessionId)
  }

  /** The requests of a compound, one after the other; what is wrong with the connection ends it. */
  #run(requests: readonly Message[], decryptedFor: bigint | null): void {
    const all = async () => {
      const responder = new Responder(this.#transport)
      const arrivals = requests.map((request) => {
        return { request, decryptedFor, signal: this.#admit(request), responder }
      })
      let inherited: Inheritance | null = null
      for (const [i, arrival] of arrivals.entries()) {
        const { request } = arrival
        inherited = await this.#one(arrival, inherited && isRelated(request) ? inherited : ownOf(request))
        const next = requests[i + 1]
        if (!next || !isRelated(next)) responder.flush()
      }
    }
    all().catch((error: unknown) => this.#transport.fail(error))
  }

  /** Uses up the identifiers of a request, which can be cancelled from now on, before its turn too. */
  #admit({ header: { command, messageId, creditCharge } }: Message): AbortSignal {
    const controller = new AbortController()
    if (command === Command.CANCEL) return controller.signal
    this.#ids.use(messageId, creditCharge)
    this.#pending.set(messageId, controller)
    return controller.signal
  }

  /** Works one answer out; `before` is what the request inherits, or what it names itself. */
  async #one(arrival: Arrival, before: Inheritance): Promise<Inheritance> {
    const { request, signal } = arrival
    const { command, messageId } = request.header
    if (command === Command.CANCEL) {
      this.#cancel(request)
      return before
    }
    const { sessionId, treeId, fileId, failed } = before
    const session = command === Command.SESSION_SETUP ? this.#sessionFor(sessionId) : this.#sessions.get(sessionId)
    const inherited = { sessionId, treeId, inheritedFileId: fileId, failed }
    const exchange: Exchange = { request, session: session ?? null, ...inherited, signal }
    const outcome = await this.#answer(exchange, arrival)
    this.#pending.delete(messageId)
    return {
      sessionId: outcome.sessionId ?? sessionId,
      treeId: outcome.treeId ?? treeId,
      fileId: outcome.fileId ?? fileId,
      failed: failed ?? failureAfter(command, outcome.status),
    }
  }

  /** Works the answer out and hands it to the responder. */
  async #answer(exchange: Exchange, { request, decryptedFor, responder }: Arrival): Promise<Outcome> {
    const { session, sessionId, treeId } = exchange
    const credits = this.#ids.grant(request.header.credits)
    const facts = { request, sessionId, treeId, credits, encrypted: decryptedFor !== null }
    const question = (): Question => ({ ...facts, security: session?.security ?? null })
    let isAsync = false
    const timer = setTimeout(() => {
      isAsync = true
      responder.interim(question())
    }, INTERIM_AFTER_MS)
    const outcome = await this.#outcome(exchange, decryptedFor).finally(() => clearTimeout(timer))
    responder.answer(question(), outcome, { isAsync })
    return outcome
  }

  async #outcome(exchange: Exchange, decryptedFor: bigint | null): Promise<Outcome> {
    if (exchange.failed !== null) return failure(exchange.failed)
    if (exchange.signal.aborted) return failure(NtStatus.STATUS_CANCELLED)
    try {
      return await this.#process(exchange, decryptedFor)
    } catch (error) {
      if (exchange.signal.aborted) return failure(NtStatus.STATUS_CANCELLED)
      if (error instanceof StatusError) return failure(statusOf(error))
      if (error instanceof DecodeError) return failure(NtStatus.STATUS_INVALID_PARAMETER)
      throw error
    }
  }

  async #process(exchange: Exchange, decryptedFor: bigint | null): Promise<Outcome> {
    const { request, session } = exchange
    const { command } = request.header
    if (command === Command.NEGOTIATE) return this.#negotiate(request)
    const negotiation = this.#negotiation
    if (!negotiation) throw new Smb2Error('protocol', 'A request came before the negotiation')
    if (!session) return failure(NtStatus.STATUS_USER_SESSION_DELETED)
    if (command === Command.SESSION_SETUP) {
      if (session.security) return failure(NtStatus.STATUS_REQUEST_NOT_ACCEPTED)
      const outcome = await sessionSetup(exchange, session, negotiation.choice)
      return outcome.sessionId === undefined ? { ...outcome, after: () => this.#logoff(session) } : outcome
    }
    if (!isGenuine(request, session, decryptedFor)) return failure(NtStatus.STATUS_ACCESS_DENIED)
    const { services } = this.#options
    return dispatch(exchange, session, { negotiation, services, logoff: (ended) => this.#logoff(ended) })
  }

  async #negotiate(request: Message): Promise<Outcome> {
    if (this.#negotiation) throw new Smb2Error('protocol', 'A second negotiation on one connection')
    const first = request.body(NegotiateRequest)
    const choice = choose(first)
    const serverGuid = randomBytes(16)
    using context = this.#options.mechanism.context()
    const { token } = await context.step(null)
    this.#negotiation = { request: first, choice, serverGuid }
    this.#preauth.update(request.bytes)
    const sent = (bytes: Uint8Array) => this.#preauth.update(bytes)
    return success(negotiateResponse(choice, serverGuid, token ?? new Uint8Array()), { sent })
  }

  /** The session of a SESSION_SETUP, which makes one when it names none. */
  #sessionFor(sessionId: bigint): ServerSession | undefined {
    if (sessionId !== 0n || !this.#negotiation) return this.#sessions.get(sessionId)
    const id = randomBytes(8).readBigUInt64LE() | 1n
    const session = new ServerSession(id, this.#options.mechanism, this.#preauth.clone())
    this.#sessions.set(id, session)
    return session
  }

  #logoff(session: ServerSession): void {
    this.#sessions.delete(session.sessionId)
    session.close()
  }

  /** AsyncId is the MessageId, so both kinds of CANCEL find their request. [MS-SMB2] 3.3.5.16 */
  #cancel(request: Message): void {
    const { messageId, reserved, treeId } = request.header
    const isAsync = request.has(HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND)
    const id = isAsync ? (BigInt(treeId) << 32n) | BigInt(reserved) : messageId
    this.#pending.get(id)?.abort(new Smb2Error('closed', 'The client cancelled the request'))
  }
}

function isRelated(request: Message): boolean {
  return request.has(HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS)
}

/** What a request names itself: where it should inherit and nothing is before it, it fails. [MS-SMB2] 3.3.5.2.7.2 */
function ownOf(request: Message): Inheritance {
  const { sessionId, treeId } = request.header
  return { sessionId, treeId, fileId: null, failed: isRelated(request) ? NtStatus.STATUS_INVALID_PARAMETER : null }
}

/** With what the request after this one fails, where it needs what this one should have made. [MS-SMB2] 3.3.5.2.7.2 */
function failureAfter(command: number, status: number): number | null {
  if (status === NtStatus.STATUS_SUCCESS) return null
  if (command === Command.TREE_CONNECT) return NtStatus.STATUS_INVALID_PARAMETER
  return command === Command.CREATE ? status : null
}

/** An encrypting session takes nothing in clear text, any other nothing without its signature. [MS-SMB2] 3.3.5.2.4, 3.3.5.2.9 */
function isGenuine(request: Message, { security, sessionId }: ServerSession, decryptedFor: bigint | null): boolean {
  if (!security) return false
  if (security.encryption) return decryptedFor === sessionId
  return request.has(HeaderFlags.SMB2_FLAGS_SIGNED) && security.signing.verify(request.bytes, 'client')
}
