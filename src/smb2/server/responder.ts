/** Sends answers, protected as their requests were. [MS-SMB2] 3.3.4.1 */
import { NtStatus } from '../../wire/ntstatus.ts'
import { encodeMessage, type Message } from '../message.ts'
import { Command, HeaderFlags } from '../messages/header.ts'
import type { SessionSecurity } from '../session-security.ts'
import type { Transport } from '../transport.ts'
import { failure, type Outcome } from './exchange.ts'

/** What an answer owes to its request. */
export interface Question {
  readonly request: Message
  /** Credits that the answer grants. */
  readonly credits: number
  /** Null while the session has no keys. */
  readonly security: SessionSecurity | null
  /** Whether the request came encrypted. */
  readonly encrypted: boolean
}

/** The way out of one connection. */
export class Responder {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Sends the answer; after an interim one it carries AsyncId and grants no more credits. */
  answer(question: Question, outcome: Outcome, { isAsync }: { isAsync: boolean }): void {
    const bytes = encode(question, outcome, isAsync ? { credits: 0, asyncId: true } : { credits: question.credits })
    outcome.sent?.(bytes)
    this.#send(bytes, question, outcome)
    outcome.after?.()
  }

  /** Says that the answer will take time. [MS-SMB2] 3.3.4.2 */
  interim(question: Question): void {
    const outcome = failure(NtStatus.STATUS_PENDING)
    this.#send(encode(question, outcome, { credits: question.credits, asyncId: true }), question, outcome)
  }

  #send(bytes: Uint8Array, { request, security, encrypted }: Question, { status }: Outcome): void {
    const isUnprotected = request.header.command === Command.SESSION_SETUP && status !== NtStatus.STATUS_SUCCESS
    this.#transport.send(!security || isUnprotected ? bytes : security.protect([bytes], { encrypted }))
  }
}

/** The identifier of the message serves as AsyncId too. */
function encode(
  { request }: Question,
  outcome: Outcome,
  { credits, asyncId = false }: { credits: number; asyncId?: boolean },
): Uint8Array {
  const { command, creditCharge, messageId, sessionId, treeId, flags } = request.header
  const related = flags & HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS
  const header = {
    command,
    creditCharge,
    messageId,
    credits,
    status: outcome.status,
    flags: HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR | related | (asyncId ? HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND : 0),
    sessionId: outcome.sessionId ?? sessionId,
    ...(asyncId ? halves(messageId) : { reserved: 0, treeId: outcome.treeId ?? treeId }),
  }
  return encodeMessage(header, outcome.body)
}

function halves(asyncId: bigint): { reserved: number; treeId: number } {
  return { reserved: Number(asyncId & 0xffff_ffffn), treeId: Number(asyncId >> 32n) }
}
