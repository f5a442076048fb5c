/** Carries out a command that was understood; loaded only then. */
import type { Call, Command } from './command.ts'
import { logoff } from './commands/logoff.ts'
import { querySession } from './commands/query-session.ts'
import { rwinsta } from './commands/rwinsta.ts'
import { tsdiscon } from './commands/tsdiscon.ts'
import type { CommandName } from './grammar.ts'

const COMMANDS: Partial<Record<CommandName, Command>> = { logoff, querySession, tsdiscon, rwinsta }

/** Carries `command` out; answers the exit code. */
export async function execute(command: CommandName, call: Omit<Call, 'open'>): Promise<number> {
  const open = call.io.open ?? (await import('../host/open.ts')).open
  return await (COMMANDS[command] as Command)({ ...call, open })
}
