/** What RPC says of its calls to whoever listens on `node:diagnostics_channel`. */
import { channel } from 'node:diagnostics_channel'
import type { Codec } from '../wire/codec.ts'
import { type Explanation, explain } from '../wire/explain.ts'
import { nameOf } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import type { Fragment } from './fragment.ts'
import type { Interface } from './interface.ts'
import type { Operation } from './operation.ts'
import { Auth3, Bind, BindAck, BindNak, Fault, PduHeader, PduType } from './pdu.ts'

/** A message of the handshake, a fault, or the stub data of one request or response, in clear text. */
export interface RpcMessage {
  readonly direction: 'sent' | 'received'
  /** The server, as the caller named it; null where it did not. */
  readonly serverName: string | null
  /** Interface and method, "TermSrvSession RpcLogoff" or "TermSrvSession 4", or the type of the message: "bind_ack". */
  readonly name: string
  readonly length: number
  /** The fields with their bytes' positions; secrets are marked and have no value, verifiers are left out. */
  readonly explanation: Explanation
}

/** Publishes a `RpcMessage` for all that is sent and received. */
export const rpcMessages = channel('logoff:rpc:message')

/** What a caller calls the server and the methods of its interfaces, for whoever listens. */
export interface Label {
  readonly serverName: string
  /** Names by `methodKey`. */
  readonly methods: ReadonlyMap<string, string>
}

/** What tells a method from all others. */
export function methodKey({ uuid }: Interface, { opnum }: Pick<Operation, 'opnum'>): string {
  return `${uuid} ${opnum}`
}

interface Stub {
  readonly direction: RpcMessage['direction']
  readonly wanted: Interface
  readonly operation: Operation
  readonly stub: Uint8Array
}

/** Tells of the stub data of a call. */
export function publishStub({ direction, wanted, operation, stub }: Stub, label: Label | null): void {
  if (!rpcMessages.hasSubscribers) return
  const name = `${wanted.name} ${label?.methods.get(methodKey(wanted, operation)) ?? operation.opnum}`
  const explanation = explain(direction === 'sent' ? operation.in : operation.out, stub)
  publish({ direction, name, length: stub.length, explanation }, label)
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
export function publishFragment(direction: RpcMessage['direction'], fragment: Fragment, label: Label | null): void {
  if (!rpcMessages.hasSubscribers) return
  const { header, bytes, bodyEnd } = fragment
  const name = nameOf(PduType, header.ptype) ?? `message ${header.ptype}`
  const body = BODIES[header.ptype] ?? struct({})
  const explanation = explain(struct({ header: PduHeader, body }), bytes.subarray(0, bodyEnd))
  publish({ direction, name, length: bytes.length, explanation }, label)
}

function publish(facts: Omit<RpcMessage, 'serverName'>, label: Label | null): void {
  const message: RpcMessage = { ...facts, serverName: label?.serverName ?? null }
  rpcMessages.publish(message)
}
