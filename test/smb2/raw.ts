/** A client that logs on as alice and then sends whatever a test gives it, and reads what comes back frame by frame. */
import type { Duplex } from 'node:stream'
import { FrameReader, frame } from '../../src/smb2/frames.ts'
import { type Body, bodyOf, encodeMessage, Message, splitCompound } from '../../src/smb2/message.ts'
import { Command, type Header } from '../../src/smb2/messages/header.ts'
import { NegotiateRequest } from '../../src/smb2/messages/negotiate.ts'
import { SessionSetupRequest, SessionSetupResponse } from '../../src/smb2/messages/session-setup.ts'
import { checkNegotiated } from '../../src/smb2/negotiated.ts'
import { FULL_OFFER, negotiateRequest, type Offer } from '../../src/smb2/offer.ts'
import { PreauthIntegrity } from '../../src/smb2/preauth-integrity.ts'
import { deriveSessionKeys } from '../../src/smb2/session-keys.ts'
import { SessionSecurity } from '../../src/smb2/session-security.ts'
import { NtStatus } from '../../src/wire/ntstatus.ts'
import { alice } from './server.ts'

/** What a request says; the rest of its header is what a client would put there. */
export interface RawRequest extends Partial<Header> {
  readonly command: number
  readonly body: Body
}

const CREDITS = 64

export class RawClient {
  readonly #stream: Duplex
  readonly #frames: AsyncIterator<Uint8Array>
  #messageId = 0n
  #security: SessionSecurity | null = null

  private constructor(stream: Duplex) {
    this.#stream = stream
    this.#frames = framesOf(stream)
  }

  static async logon(stream: Duplex, offer: Partial<Offer>): Promise<RawClient> {
    const client = new RawClient(stream)
    await client.#logon({ ...FULL_OFFER, ...offer })
    return client
  }

  /** The MessageId of the next request. */
  get messageId(): bigint {
    return this.#messageId
  }

  get sessionId(): bigint {
    return this.#security?.sessionId ?? 0n
  }

  /** One frame of one or several requests, protected as the session is. */
  frame(requests: readonly RawRequest[]): Uint8Array {
    const messages = requests.map(({ body, ...header }) => {
      const messageId = this.#messageId
      if (header.messageId === undefined) this.#messageId++
      const usual = { flags: 0, messageId, creditCharge: 1, credits: CREDITS, sessionId: this.sessionId }
      return encodeMessage({ ...usual, ...header }, body)
    })
    return frame(this.#security?.protect(messages, { encrypted: true }) ?? messages[0]!)
  }

  /** Sends bytes at once. */
  write(...frames: readonly Uint8Array[]): void {
    this.#stream.write(Buffer.concat(frames))
  }

  /** The messages of the next frame; each is the server's beyond doubt. */
  async read(): Promise<Message[]> {
    const { value } = await this.#frames.next()
    if (!this.#security) return [new Message(value)]
    const { encryption, signing } = this.#security
    if (encryption) return splitCompound(encryption.decrypt(value) ?? NOTHING)
    const messages = splitCompound(value)
    if (messages.every(({ bytes }) => signing.verify(bytes, 'server'))) return messages
    throw new Error('An answer is not signed')
  }

  /** Sends one frame and reads one. */
  async ask(...requests: readonly RawRequest[]): Promise<Message[]> {
    this.write(this.frame(requests))
    return this.read()
  }

  async #logon(offer: Offer): Promise<void> {
    const preauth = new PreauthIntegrity()
    const exchange = async (request: RawRequest): Promise<Message> => {
      const sent = this.frame([request])
      this.write(sent)
      preauth.update(sent.subarray(4))
      const [answer] = await this.read()
      if (answer!.header.status !== NtStatus.STATUS_SUCCESS || request.command === Command.NEGOTIATE) {
        preauth.update(answer!.bytes)
      }
      return answer!
    }
    const body = bodyOf(NegotiateRequest, negotiateRequest(offer, 'server1'))
    const agreement = checkNegotiated(await exchange({ command: Command.NEGOTIATE, body }), offer)
    using context = alice()
    let token: Uint8Array = agreement.gssNegotiateToken
    for (let sessionId = 0n; ; ) {
      const step = context.done ? null : await context.step(token)
      const answer = await exchange(sessionSetup(step?.token ?? NOTHING, sessionId))
      token = answer.body(SessionSetupResponse).securityBuffer
      sessionId = answer.header.sessionId
      if (answer.header.status !== NtStatus.STATUS_SUCCESS) continue
      if (!context.done) await context.step(token)
      const keys = deriveSessionKeys(agreement, context.sessionKey, preauth.value)
      this.#security = new SessionSecurity('client', agreement, sessionId, keys)
      return
    }
  }
}

const NOTHING = new Uint8Array()

function sessionSetup(securityBuffer: Uint8Array, sessionId: bigint): RawRequest {
  const fields = { flags: 0, securityMode: 1, capabilities: 0, securityBuffer, previousSessionId: 0n }
  return { command: Command.SESSION_SETUP, body: bodyOf(SessionSetupRequest, fields), sessionId }
}

async function* framesOf(stream: Duplex): AsyncGenerator<Uint8Array> {
  const reader = new FrameReader()
  for await (const chunk of stream) yield* reader.push(chunk)
}
