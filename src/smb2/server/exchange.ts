/** One request on its way through the server. */
import type { StatusError } from '../../errors.ts'
import { NtStatus } from '../../wire/ntstatus.ts'
import { type Body, bodyOf, type Message } from '../message.ts'
import { ErrorResponse } from '../messages/error.ts'
import type { ServerSession } from './server-session.ts'

/** A request and what the server knows about it. */
export interface Exchange {
  readonly request: Message
  /** Null before the first SESSION_SETUP. */
  readonly session: ServerSession | null
  /** The session, the tree and the file are those that a related request of a compound inherits. */
  readonly sessionId: bigint
  readonly treeId: number
  readonly inheritedFileId: Uint8Array | null
  /** The status with which a related request fails because one before it did. */
  readonly failed: number | null
  /** Aborted by CANCEL, and by the end of the connection. */
  readonly signal: AbortSignal
}

/** What the server answers. */
export interface Outcome {
  readonly status: number
  readonly body: Body
  /** TreeId of the answer to TREE_CONNECT. */
  readonly treeId?: number
  /** SessionId of the answer to SESSION_SETUP. */
  readonly sessionId?: bigint
  /** FileId that was opened or used, for the requests related to it. */
  readonly fileId?: Uint8Array
  /** Called with the bytes of the answer before they are protected. */
  readonly sent?: (bytes: Uint8Array) => void
  /** Called when the answer has gone out. */
  readonly after?: () => void
}

/** The answer to what worked. */
export function success(body: Body, more: Omit<Outcome, 'status' | 'body'> = {}): Outcome {
  return { status: NtStatus.STATUS_SUCCESS, body, ...more }
}

/** The answer to what failed. */
export function failure(status: number): Outcome {
  return { status, body: bodyOf(ErrorResponse, { errorContextCount: 0, byteCount: 0 }) }
}

/** The status in an error of this or a lower layer; what is not a status of ours is a denial. */
export function statusOf({ status }: StatusError): number {
  return status.space === 'ntstatus' && status.value !== null ? status.value : NtStatus.STATUS_ACCESS_DENIED
}
