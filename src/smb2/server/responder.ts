/** Sends answers, protected and compounded as their requests were. [MS-SMB2] 3.3.4.1 */
import { NtStatus } from '../../wire/ntstatus.ts'
import { encodeMessage, type Message } from '../message.ts'
import { Command, HeaderFlags } from '../messages/header.ts'
import type { SessionSecurity } from '../session-security.ts'
import type { Transport } from '../transport.ts'
import { failure, type Outcome } from './exchange.ts'

/** What an answer owes to its request. */
export interface Question {
  readonly request: Message
  /** The session and the tree of the answer, unless it makes them. */
  readonly sessionId: bigint
  readonly treeId: number
  /** Credits that the answer grants. */
  readonly credits: number
  /** Null while the session has no keys. */
  readonly security: SessionSecurity | null
  /** Whether the request came encrypted. */
  readonly encrypted: boolean
}

interface Answer {
  readonly bytes: Uint8Array
  readonly question: Question
  readonly outcome: Outcome
}

/** The answers to requests that came together: those to related ones leave together. [MS-SMB2] 3.3.4.1.3 */
export class Responder {
  readonly #transport: Transport
  #held: Answer[] = []

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Holds an answer until `flush`; after an interim one it carries AsyncId and grants no more credits. */
  answer(question: Question, outcome: Outcome, { isAsync }: { isAsync: boolean }): void {
    const bytes = encode(question, outcome, isAsync ? { credits: 0, asyncId: true } : { credits: question.credits })
    outcome.sent?.(bytes)
    this.#held.push({ bytes, question, outcome })
  }

  /** Says that an answer will take time, behind those that are there already. [MS-SMB2] 3.3.4.2 */
  interim(question: Question): void {
    this.flush()
    const outcome = failure(NtStatus.STATUS_PENDING)
    const bytes = encode(question, outcome, { credits: question.credits, asyncId: true })
    this.#send([{ bytes, question, outcome }])
  }

  /** Sends what is held. */
  flush(): void {
    const held = this.#held.splice(0)
    if (held.every(isProtected)) this.#send(held)
    else for (const each of held) this.#send([each])
    for (const { outcome } of held) outcome.after?.()
  }

  #send(answers: readonly Answer[]): void {
    const [first] = answers
    if (!first) return
    const { security, encrypted } = first.question
    const messages = answers.map(({ bytes }) => bytes)
    this.#transport.send(security && isProtected(first) ? security.protect(messages, { encrypted }) : first.bytes)
  }
}

/** A session has no keys before it is set up, and its setup vouches for itself only at the end. */
function isProtected({ question: { request, security }, outcome: { status } }: Answer): boolean {
  return security !== null && (request.header.command !== Command.SESSION_SETUP || status === NtStatus.STATUS_SUCCESS)
}

/** The identifier of the message serves as AsyncId too. */
function encode(
  { request, ...question }: Question,
  outcome: Outcome,
  { credits, asyncId = false }: { credits: number; asyncId?: boolean },
): Uint8Array {
  const { command, creditCharge, messageId, flags } = request.header
  const { sessionId = question.sessionId, treeId = question.treeId } = outcome
  const related = flags & HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS
  const header = {
    command,
    creditCharge,
    messageId,
    credits,
    status: outcome.status,
    flags: HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR | related | (asyncId ? HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND : 0),
    sessionId,
    ...(asyncId ? halves(messageId) : { reserved: 0, treeId }),
  }
  return encodeMessage(header, outcome.body)
}

function halves(asyncId: bigint): { reserved: number; treeId: number } {
  return { reserved: Number(asyncId & 0xffff_ffffn), treeId: Number(asyncId >> 32n) }
}
