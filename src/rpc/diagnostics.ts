/** What RPC says of its calls to whoever listens on `node:diagnostics_channel`. */
import { channel } from 'node:diagnostics_channel'
import type { Codec } from '../wire/codec.ts'
import { type Explanation, explain } from '../wire/explain.ts'
import { struct } from '../wire/struct.ts'
import type { Fragment } from './fragment.ts'
import { Auth3, Bind, BindAck, BindNak, Fault, PduHeader, PduType } from './pdu.ts'

/** A message of the handshake, a fault, or the stub data of one request or response, in clear text. */
export interface RpcMessage {
  readonly direction: 'sent' | 'received'
  /** Interface and operation number, "TermSrvSession 4", or the type of the message: "bind_ack". */
  readonly name: string
  readonly length: number
  /** The fields with their bytes' positions; secrets are marked and have no value, verifiers are left out. */
  readonly explanation: Explanation
}

/** Publishes a `RpcMessage` for all that is sent and received. */
export const rpcMessages = channel('logoff:rpc:message')

interface Stub {
  readonly direction: RpcMessage['direction']
  readonly name: string
  readonly codec: Codec<unknown>
  readonly stub: Uint8Array
}

/** Tells of the stub data of a call. */
export function publishStub({ direction, name, codec, stub }: Stub): void {
  if (!rpcMessages.hasSubscribers) return
  const message: RpcMessage = { direction, name, length: stub.length, explanation: explain(codec, stub) }
  rpcMessages.publish(message)
}

const BODIES: Readonly<Record<number, Codec<unknown>>> = {
  [PduType.bind]: Bind,
  [PduType.bind_ack]: BindAck,
  [PduType.bind_nak]: BindNak,
  [PduType.alter_context]: Bind,
  [PduType.alter_context_resp]: BindAck,
  [PduType.rpc_auth_3]: Auth3,
  [PduType.fault]: Fault,
}

/** Tells of a message that carries no stub. */
export function publishFragment(direction: RpcMessage['direction'], { header, bytes, bodyEnd }: Fragment): void {
  if (!rpcMessages.hasSubscribers) return
  const name = Object.entries(PduType).find(([, ptype]) => ptype === header.ptype)?.[0] ?? `message ${header.ptype}`
  const body = BODIES[header.ptype] ?? struct({})
  const explanation = explain(struct({ header: PduHeader, body }), bytes.subarray(0, bodyEnd))
  const message: RpcMessage = { direction, name, length: bytes.length, explanation }
  rpcMessages.publish(message)
}
