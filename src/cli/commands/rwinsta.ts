/** rwinsta {name | id}: ends a session that malfunctions, without asking it first. */
import { actOnChosen } from '../choose.ts'
import type { Command } from '../command.ts'

export const rwinsta: Command = (call) =>
  actOnChosen(call, 'reset', (host, session, options) => host.reset(session, options))
