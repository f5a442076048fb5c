/** tsdiscon [name | id]: leaves a session running without its client. */
import { resultFrom } from '../act.ts'
import { actOnChosen } from '../choose.ts'
import type { Command } from '../command.ts'

/** Disconnects the session on each host. */
export const tsdiscon: Command = (call) =>
  actOnChosen(call, 'disconnect', (host, session, options) =>
    resultFrom(host, session, async () => {
      await host.disconnect(session, options)
      return 'disconnected'
    }),
  )
