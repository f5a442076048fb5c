/** An open session: the calls that need its handle. */
import type { ContextHandle } from '../../rpc/ndr/context-handle.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import { RpcCloseSession, RpcOpenSession, TermSrvSession } from '../../tsts/term-srv-session.ts'
import type { Caller } from './link.ts'
import { succeeded } from './outcome.ts'

/** Opens the session, runs `work` with its handle, and closes it whatever comes of that. */
export async function withSession<T>(
  client: Caller,
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
    const closing = client.call(TermSrvSession, RpcCloseSession, { phSession })
    // ignored: what went wrong before says more
    if (done) await abortable(closing, options.signal)
    else closing.catch(() => {})
  }
}
