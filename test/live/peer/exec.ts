/** Running a command on a peer, outside of every session. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cgroup2 } from './cgroup.ts'
import { type CommandOptions, type CommandResult, runCommand } from './command.ts'
import { commandsGroup, topGroupOf } from './processes.ts'

/** How a command is run on a peer. */
export interface ExecOptions extends CommandOptions {
  /** Whose command it is, by default root's. */
  readonly user?: string
  /** Resolve whatever the exit code is. */
  readonly mayFail?: boolean
}

// What serves the host's own commands must find them in a group of the host, hence the first step.
const enter = 'echo $$ >"$1"; pid=$2; shift 2; exec nsenter -t "$pid" -m -u -i -n -p -C "$@"'

/** Runs a command on the host with that PID 1. @throws when it fails, unless it may. */
export async function execOn(initPid: number, argv: readonly string[], options: ExecOptions): Promise<CommandResult> {
  const { user, mayFail = false, env, ...rest } = options
  const result = await runCommand(commandOn(initPid, argv, { user, env }), rest)
  if (result.code === 0 || mayFail) return result
  const said = result.stderr || result.stdout
  throw new Error(`"${argv.join(' ')}" ended with ${result.code ?? result.signal}: ${said}`)
}

/** The command of this machine that runs a command on the host with that PID 1. */
export function commandOn(
  initPid: number,
  argv: readonly string[],
  { user = 'root', env = {} }: { user?: string | undefined; env?: NodeJS.ProcessEnv | undefined } = {},
): string[] {
  const group = join(cgroup2, topGroupOf(initPid), commandsGroup)
  mkdirSync(group, { recursive: true })
  const become = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', '--reset-env', 'env']
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const entered = ['sh', '-euc', enter, 'sh', join(group, 'cgroup.procs'), String(initPid)]
  return [...entered, ...become, ...variables, ...argv]
}
