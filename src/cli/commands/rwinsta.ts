/** rwinsta {name | id}: ends a session that malfunctions, without asking it first. */
import { actOnChosen } from '../choose.ts'
import type { Command } from '../command.ts'

/** Resets the session on each host. */
export const rwinsta: Command = (call) =>
  actOnChosen(call, 'reset', (host, session, options) => host.reset(session, options))
