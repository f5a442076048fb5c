/** What `/trace` can listen to: every SMB2 message before it is protected and after it was checked. */
import { channel } from 'node:diagnostics_channel'
import type { Codec } from '../wire/codec.ts'
import { explain } from '../wire/explain.ts'
import { struct } from '../wire/struct.ts'
import type { TracedField } from '../wire/trace.ts'
import type { Message } from './message.ts'
import { CloseRequest, CloseResponse, CreateRequest, CreateResponse } from './messages/create.ts'
import { ErrorResponse } from './messages/error.ts'
import { Command, commandName, HEADER_LENGTH, Header, HeaderFlags } from './messages/header.ts'
import { IoctlRequest, IoctlResponse } from './messages/ioctl.ts'
import { Dialect, NegotiateRequest, NegotiateResponse, NegotiateResponse311 } from './messages/negotiate.ts'
import { ReadRequest, ReadResponse, WriteRequest, WriteResponse } from './messages/read-write.ts'
import { Empty, SessionSetupRequest, SessionSetupResponse } from './messages/session-setup.ts'
import { TreeConnectRequest, TreeConnectResponse } from './messages/tree-connect.ts'

/** What subscribers get: never a key, a token or a proof; the fields are decoded only when asked for. */
export interface Smb2Trace {
  /** The server, as the caller named it. */
  readonly serverName: string
  /** "SESSION_SETUP request" */
  readonly name: string
  readonly status: number
  readonly messageId: bigint
  /** In bytes, without the frame's length and the transform header. */
  readonly length: number
  fields(): readonly TracedField[]
}

/** Published with a `Smb2Trace` for each message that is sent. */
export const sentChannel = channel('logoff:smb2:sent')
/** Published with a `Smb2Trace` for each message that was received and checked; of these, only STATUS_PENDING may be unsigned. */
export const receivedChannel = channel('logoff:smb2:received')

/** The bodies of requests and of responses. */
const BODIES: Readonly<Record<number, readonly [request: Codec<unknown>, response: Codec<unknown>]>> = {
  [Command.SESSION_SETUP]: [SessionSetupRequest, SessionSetupResponse],
  [Command.LOGOFF]: [Empty, Empty],
  [Command.TREE_CONNECT]: [TreeConnectRequest, TreeConnectResponse],
  [Command.TREE_DISCONNECT]: [Empty, Empty],
  [Command.CREATE]: [CreateRequest, CreateResponse],
  [Command.CLOSE]: [CloseRequest, CloseResponse],
  [Command.READ]: [ReadRequest, ReadResponse],
  [Command.WRITE]: [WriteRequest, WriteResponse],
  [Command.IOCTL]: [IoctlRequest, IoctlResponse],
  [Command.CANCEL]: [Empty, Empty],
  [Command.ECHO]: [Empty, Empty],
}

/** The trace of one message. */
export function traceOf(serverName: string, message: Message): Smb2Trace {
  const { header, bytes } = message
  const isResponse = message.has(HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR)
  return {
    serverName,
    name: `${commandName(header.command)} ${isResponse ? 'response' : 'request'}`,
    status: header.status,
    messageId: header.messageId,
    length: bytes.length,
    fields: () => explain(codecOf(message, isResponse), bytes).fields,
  }
}

/** Of a message whose body nobody knows, the header. */
function codecOf(message: Message, isResponse: boolean): Codec<unknown> {
  const body = bodyCodecOf(message, isResponse)
  return body ? struct({ header: Header, body }) : Header
}

/** A response is an ERROR when its status says so and its body is no longer than that of an ERROR without data. */
function bodyCodecOf(message: Message, isResponse: boolean): Codec<unknown> | undefined {
  const { command, status } = message.header
  if (isResponse && status >>> 30 === 3 && message.bytes.length <= HEADER_LENGTH + 9) return ErrorResponse
  if (command !== Command.NEGOTIATE) return BODIES[command]?.[isResponse ? 1 : 0]
  if (!isResponse) return NegotiateRequest
  const { dialectRevision } = message.body(NegotiateResponse)
  return dialectRevision === Dialect['3.1.1'] ? NegotiateResponse311 : NegotiateResponse
}
