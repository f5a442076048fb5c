/** All that the help does not need: carries out commands, and says why one could not be carried out. */
import type { Open } from '../farm/fan-out.ts'
import type { Call, Command } from './command.ts'
import { doctor } from './commands/doctor.ts'
import { lab } from './commands/lab.ts'
import { logoff } from './commands/logoff.ts'
import { msg } from './commands/msg.ts'
import { queryProcess } from './commands/query-process.ts'
import { querySession } from './commands/query-session.ts'
import { queryUser } from './commands/query-user.ts'
import { rwinsta } from './commands/rwinsta.ts'
import { serve } from './commands/serve.ts'
import { tscon } from './commands/tscon.ts'
import { tsdiscon } from './commands/tsdiscon.ts'
import { tskill } from './commands/tskill.ts'
import type { CommandName } from './grammar.ts'
import { textsFor } from './text/language.ts'

export { complain } from './complain.ts'
export { VERSION } from './version.ts'

const COMMANDS: Record<CommandName, Command> = {
  logoff,
  querySession,
  queryUser,
  queryProcess,
  msg,
  tsdiscon,
  tscon,
  tskill,
  rwinsta,
  doctor,
  lab,
  serve,
}

/** Carries `command` out; answers the exit code. */
export async function execute(command: CommandName, call: Omit<Call, 'open' | 'texts'>): Promise<number> {
  const way = call.io.open ?? (await import('../host/open.ts')).open
  const virtualMachines = call.parsed.switches.has('vm')
  const open: Open = (target, options) => way(target, { ...options, virtualMachines })
  return await COMMANDS[command]({ ...call, open, texts: await textsFor(call.io.env) })
}
