/** What RPC says of its calls to whoever listens on `node:diagnostics_channel`. */
import { channel } from 'node:diagnostics_channel'
import type { Codec } from '../wire/codec.ts'
import { type Explanation, explain } from '../wire/explain.ts'

/** The stub data of one request or response, in clear text. */
export interface RpcMessage {
  readonly direction: 'sent' | 'received'
  /** Interface and operation number: "TermSrvSession 4". */
  readonly name: string
  readonly length: number
  /** The fields with their bytes' positions; secrets are marked and have no value. */
  readonly explanation: Explanation
}

/** Receives an `RpcMessage` for every request and every response that is no fault. */
export const rpcMessages = channel('logoff:rpc:message')

interface Stub {
  readonly direction: RpcMessage['direction']
  readonly name: string
  readonly codec: Codec<unknown>
  readonly stub: Uint8Array
}

export function publish({ direction, name, codec, stub }: Stub): void {
  if (!rpcMessages.hasSubscribers) return
  const message: RpcMessage = { direction, name, length: stub.length, explanation: explain(codec, stub) }
  rpcMessages.publish(message)
}
