/** Every kind of message. */
import type { Kind } from './kind.ts'
import { RPC_KINDS } from './kinds/rpc.ts'
import { rpcConnectionKinds } from './kinds/rpc-connection.ts'
import { TSTS_KINDS } from './kinds/tsts.ts'

export async function allKinds(): Promise<Kind[]> {
  return [...RPC_KINDS, ...TSTS_KINDS, ...(await rpcConnectionKinds())]
}
