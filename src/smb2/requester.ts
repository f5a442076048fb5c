/** Sends requests and finds their answers; nothing that is not genuine gets past it. [MS-SMB2] 3.2.4.1, 3.2.5.1 */
import type { Duplex } from 'node:stream'
import { decode } from '../wire/codec.ts'
import { NtStatus } from '../wire/ntstatus.ts'
import { receivedChannel, sentChannel, traceOf } from './diagnostics.ts'
import { type Body, bodyOf, encodeMessage, Message, protocolIdOf, splitCompound } from './message.ts'
import { Command, type Header, HeaderFlags, PROTOCOL_ID, TRANSFORM_PROTOCOL_ID } from './messages/header.ts'
import { Empty } from './messages/session-setup.ts'
import { TransformHeader } from './messages/transform-header.ts'
import { SequenceWindow } from './sequence-window.ts'
import type { SessionSecurity } from './session-security.ts'
import { Smb2Error } from './smb2-error.ts'
import { Transport } from './transport.ts'

/** What is asked. */
export interface Request {
  readonly command: number
  readonly body: Body
  readonly treeId?: number
}

/** On whose behalf, and until when. */
export interface RequestOptions {
  /** The session of a request that nothing protects yet. */
  readonly sessionId?: bigint
  readonly security?: SessionSecurity | null
  /** Called with the request once it has gone out, when there is time until the answer comes. */
  readonly onSent?: (bytes: Uint8Array) => void
  readonly signal?: AbortSignal | undefined
}

/** Connection.OutstandingRequests. [MS-SMB2] 3.2.1.7 */
interface Outstanding {
  readonly request: Message
  readonly messageId: bigint
  readonly command: number
  /** CreditRequest. */
  readonly credits: number
  readonly security: SessionSecurity | null
  /** The halves of AsyncId, once the server has said that the answer takes time. */
  asyncId: Pick<Message['header'], 'reserved' | 'treeId'> | null
  /** Credits of an interim answer that nothing protects: granted when a genuine answer bears it out. */
  withheldCredits: number
  resolve(answer: Message): void
  reject(error: unknown): void
}

/** One connection's requests. */
export class Requester {
  readonly serverName: string
  readonly #transport: Transport
  readonly #window = new SequenceWindow()
  readonly #outstanding = new Map<bigint, Outstanding>()
  readonly #sessions = new Map<bigint, SessionSecurity>()
  #failure: unknown = null

  constructor(stream: Duplex, serverName: string) {
    this.serverName = serverName
    this.#transport = new Transport(stream, {
      message: (bytes) => this.#received(bytes),
      closed: (error) => this.#closed(error),
    })
  }

  /** Sends a request and waits for its answer, whatever its status; an abort cancels it at the server as well. */
  async request(request: Request, options: RequestOptions = {}): Promise<Message> {
    const { signal, security = null, sessionId = security?.sessionId ?? 0n, onSent } = options
    signal?.throwIfAborted()
    const messageId = await this.#window.take(1, signal)
    if (this.#failure) throw this.#failure
    const entry = this.#remember(request, { messageId, sessionId, flags: 0 }, security)
    const answer = this.#answerTo(entry, signal)
    this.#send([entry.request.bytes], security)
    onSent?.(entry.request.bytes)
    return answer
  }

  /**
   * Sends related requests in one compound, each of which uses what the one before it made, and gives their answers as
   * they come; null, and nothing is sent, without the credits for it. [MS-SMB2] 3.2.4.1.4
   */
  compound(requests: readonly Request[], security: SessionSecurity, signal?: AbortSignal): Promise<Message>[] | null {
    signal?.throwIfAborted()
    if (this.#failure) throw this.#failure
    const entries = this.#rememberAll(requests, security, HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS)
    if (entries === null) return null
    const answers = entries.map((each) => this.#answerTo(each, signal))
    // ignored: who asks for the answer gets the error
    for (const each of answers) each.catch(() => {})
    this.#sendAll(entries, security)
    return answers
  }

  /** Sends requests in one compound whose answers nobody waits for; without the credits for them, nothing is sent. */
  post(requests: readonly Request[], security: SessionSecurity): void {
    const entries = this.#failure ? null : this.#rememberAll(requests, security, 0)
    if (entries !== null) this.#sendAll(entries, security)
  }

  /** Makes the keys of a session known, so that its encrypted answers can be read. */
  addSession(security: SessionSecurity): void {
    this.#sessions.set(security.sessionId, security)
  }

  /** Ends the connection at once. */
  fail(error: unknown): void {
    this.#transport.fail(error)
  }

  /**
   * Ends the connection without waiting. A process that ends first leaves closing it to the system, which is sooner done;
   * an answer to the goodbyes that is still on its way then meets a reset.
   */
  end(): void {
    this.#transport.end(CLOSING_MS)
  }

  #remember(
    { command, body, treeId = 0 }: Request,
    facts: Pick<Header, 'messageId' | 'sessionId' | 'flags'>,
    security: SessionSecurity | null,
  ): Outstanding {
    const credits = this.#window.creditRequest
    const request = new Message(encodeMessage({ command, creditCharge: 1, treeId, credits, ...facts }, body))
    const fresh = { asyncId: null, withheldCredits: 0, resolve() {}, reject() {} }
    const { messageId } = facts
    const entry: Outstanding = { request, messageId, command, credits, security, ...fresh }
    this.#outstanding.set(messageId, entry)
    return entry
  }

  /** The requests of a compound, of which all but the first have `flags`; null without the credits for them. */
  #rememberAll(requests: readonly Request[], security: SessionSecurity, flags: number): Outstanding[] | null {
    const first = this.#window.takeNow(requests.length)
    if (first === null) return null
    const { sessionId } = security
    return requests.map((each, i) =>
      this.#remember(each, { messageId: first + BigInt(i), sessionId, flags: i === 0 ? 0 : flags }, security),
    )
  }

  /** Settles with the answer to what is sent next; an abort rejects at once. */
  #answerTo(entry: Outstanding, signal: AbortSignal | undefined): Promise<Message> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#cancel(entry)
        reject(signal?.reason)
      }
      entry.resolve = (answer) => {
        signal?.removeEventListener('abort', abort)
        resolve(answer)
      }
      entry.reject = (error) => {
        signal?.removeEventListener('abort', abort)
        reject(error)
      }
      if (signal?.aborted) queueMicrotask(abort)
      else signal?.addEventListener('abort', abort, { once: true })
    })
  }

  #sendAll(entries: readonly Outstanding[], security: SessionSecurity): void {
    this.#send(
      entries.map(({ request }) => request.bytes),
      security,
    )
  }

  #send(messages: readonly Uint8Array[], security: SessionSecurity | null): void {
    if (sentChannel.hasSubscribers) {
      for (const message of messages) sentChannel.publish(traceOf(this.serverName, new Message(message)))
    }
    this.#transport.send(security ? security.protect(messages, { encrypted: true }) : messages[0]!)
  }

  /** [MS-SMB2] 3.2.4.24; the request stays outstanding, because its answer brings back the credits. */
  #cancel({ request, messageId: outstanding, security, asyncId }: Outstanding): void {
    if (!security || !this.#outstanding.has(outstanding)) return
    const { messageId, sessionId, treeId } = request.header
    const flags = asyncId ? HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND : 0
    const header = { command: Command.CANCEL, messageId, sessionId, treeId, flags, ...asyncId }
    this.#send([encodeMessage(header, bodyOf(Empty, {}))], security)
  }

  #received(bytes: Uint8Array): void {
    const protocolId = protocolIdOf(bytes)
    if (protocolId === PROTOCOL_ID) {
      for (const message of splitCompound(bytes)) this.#answered(message, null)
      return
    }
    if (protocolId !== TRANSFORM_PROTOCOL_ID) throw new Smb2Error('notSmb', 'The answer is not an SMB 2 message')
    const { sessionId } = decode(TransformHeader, bytes)
    const plain = this.#sessions.get(sessionId)?.encryption?.decrypt(bytes)
    if (!plain) throw new Smb2Error('tampered', 'An encrypted answer was not made with the key of this session')
    for (const message of splitCompound(plain)) this.#answered(message, sessionId)
  }

  #answered(answer: Message, decryptedFor: bigint | null): void {
    const { messageId, command, status, reserved, treeId } = answer.header
    if (messageId === NO_MESSAGE_ID) return // ignored: an oplock break or a notification, neither of which concerns a pipe
    const entry = this.#outstanding.get(messageId)
    if (!entry) throw new Smb2Error('protocol', `An answer came to request ${messageId}, which was not asked`)
    if (command !== entry.command || !answer.has(HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR)) {
      throw new Smb2Error('protocol', `Command ${command} answers command ${entry.command}`)
    }
    const isPending = status === NtStatus.STATUS_PENDING && answer.has(HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND)
    const isProtected = entry.security === null || requireGenuine(answer, entry.security, { decryptedFor, isPending })
    if (receivedChannel.hasSubscribers) receivedChannel.publish(traceOf(this.serverName, answer))
    if (isPending) entry.asyncId = { reserved, treeId }
    else this.#outstanding.delete(messageId)
    this.#grant(entry, answer, isProtected)
    if (!isPending) entry.resolve(answer)
  }

  /** The final answer after an interim one grants nothing by itself. [MS-SMB2] 3.3.4.1.2 */
  #grant(entry: Outstanding, answer: Message, isProtected: boolean): void {
    const { credits } = answer.header
    if (!isProtected) {
      entry.withheldCredits = Math.min(credits, entry.credits)
      return
    }
    const isBorneOut = answer.has(HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND)
    const granted = credits + (isBorneOut ? entry.withheldCredits : 0)
    entry.withheldCredits = 0
    this.#window.grant(granted)
    if (granted === 0) setImmediate(() => this.#requireCredits())
  }

  /** Whoever waits for credits when no answer is to come would wait for ever. */
  #requireCredits(): void {
    if (this.#window.isExhausted && this.#outstanding.size === 0) {
      this.fail(new Smb2Error('protocol', 'The server grants no credits'))
    }
  }

  #closed(error: unknown): void {
    this.#failure = error
    this.#window.fail(error)
    for (const entry of this.#outstanding.values()) entry.reject(error)
    this.#outstanding.clear()
    for (const security of this.#sessions.values()) security[Symbol.dispose]()
    this.#sessions.clear()
  }
}

/** So long after its end a connection is closed. */
const CLOSING_MS = 20

/** What the server sends by itself answers this. [MS-SMB2] 3.2.5.1.2 */
const NO_MESSAGE_ID = 0xffff_ffff_ffff_ffffn

/**
 * Whether the answer is known to be the server's. Only an interim one need not be, on a session that signs: servers leave
 * it unsigned, and it moves nothing but the place where a CANCEL goes. [MS-SMB2] 3.2.5.1.3
 */
function requireGenuine(
  answer: Message,
  security: SessionSecurity,
  { decryptedFor, isPending }: { decryptedFor: bigint | null; isPending: boolean },
): boolean {
  if (security.encryption) {
    if (decryptedFor === security.sessionId && answer.header.sessionId === decryptedFor) return true
    throw new Smb2Error('tampered', 'An answer came in clear text on an encrypted session')
  }
  const isSigned = answer.has(HeaderFlags.SMB2_FLAGS_SIGNED)
  if (isPending && !isSigned) return false
  if (!isSigned) throw new Smb2Error('tampered', 'An answer is not signed')
  if (!security.signing.verify(answer.bytes, 'server')) {
    throw new Smb2Error('tampered', 'The signature of an answer does not fit it')
  }
  return true
}
