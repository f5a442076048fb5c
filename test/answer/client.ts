/** A caller of the answering side, without the adapter. */
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { RpcClient } from '../../src/rpc/client.ts'
import type { Interface } from '../../src/rpc/interface.ts'
import { CREDENTIAL, type Served } from './served.ts'

/** A client bound to these interfaces behind a pipe of the practice host. */
export async function clientOf(served: Served, pipe: string, interfaces: readonly Interface[]): Promise<RpcClient> {
  const channel = served.pipes.pipe(pipe)
  const context = ntlm(CREDENTIAL, { targetName: 'host/server1', workstation: 'DESK' }).context()
  return RpcClient.bind(channel, interfaces, { security: { context, level: 6 } })
}
