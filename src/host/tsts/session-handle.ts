/** An open session: the calls that need its handle. */
import type { RpcClient } from '../../rpc/client.ts'
import type { ContextHandle } from '../../rpc/ndr/context-handle.ts'
import type { CallOptions } from '../../session/host.ts'
import { RpcCloseSession, RpcOpenSession, TermSrvSession } from '../../tsts/term-srv-session.ts'
import { succeeded } from './outcome.ts'

/** Opens the session, runs `work` with its handle, and closes it whatever comes of that. */
export async function withSession<T>(
  client: RpcClient,
  id: string,
  options: CallOptions,
  work: (hSession: ContextHandle) => Promise<T>,
): Promise<T> {
  const opened = await client.call(TermSrvSession, RpcOpenSession, { SessionId: Number(id) }, options)
  const { phSession } = succeeded('RpcOpenSession', opened)
  let done = false
  try {
    const result = await work(phSession)
    done = true
    return result
  } finally {
    const closing = client.call(TermSrvSession, RpcCloseSession, { phSession }, options)
    // ignored: what went wrong before says more
    await (done ? closing : closing.catch(() => {}))
  }
}
