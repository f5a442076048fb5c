/** An open session: the calls that need its handle. */
import type { ContextHandle } from '../../rpc/ndr/context-handle.ts'
import type { CallOptions } from '../../session/host.ts'
import { RpcCloseSession, RpcOpenSession, TermSrvSession } from '../../tsts/term-srv-session.ts'
import type { Caller } from './link.ts'
import { succeeded } from './outcome.ts'

/** Opens the session and runs `work` with its handle. Its closing is not waited for: what is asked for next goes first. */
export async function withSession<T>(
  client: Caller,
  id: string,
  options: CallOptions,
  work: (hSession: ContextHandle) => Promise<T>,
): Promise<T> {
  const opened = await client.call(TermSrvSession, RpcOpenSession, { SessionId: Number(id) }, options)
  const { phSession } = succeeded('RpcOpenSession', opened)
  try {
    return await work(phSession)
  } finally {
    setImmediate(() => {
      // ignored: with the pipe the host closes the handle too
      client.call(TermSrvSession, RpcCloseSession, { phSession }).catch(() => {})
    })
  }
}
