/** logoff [name | id]: ends a session and proves that it is gone. */
import { actOnChosen } from '../choose.ts'
import type { Command } from '../command.ts'

/** Ends the session on each host. */
export const logoff: Command = async (call) => {
  const grace = call.parsed.switches.get('grace')
  const graceMs = grace === undefined ? undefined : Number(grace) * 1000
  return await actOnChosen(call, 'logoff', (host, session, { signal }) => host.logoff(session, { signal, graceMs }))
}
