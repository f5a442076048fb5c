/** The hosts that a command line names with /server. */
import { hostname } from 'node:os'
import { targetsOf } from '../farm/targets.ts'
import type { Target } from '../host/target.ts'
import type { Call } from './command.ts'
import { UsageError } from './usage.ts'

/**
 * The targets of /server, or this machine.
 * @throws UsageError serverEmpty
 * @throws HostsFileError
 */
export async function targetsFor({ parsed, io }: Call): Promise<Target[]> {
  const servers = parsed.switches.get('server')
  if (servers === undefined) return [{ name: hostname(), transport: 'local' }]
  const names = servers.split(',').map((name) => name.trim())
  if (names.includes('')) throw new UsageError('serverEmpty', { part: `/server:${servers}` })
  return await targetsOf(names, io.env)
}

/**
 * Refuses to mean "the current session" on another machine, where nobody runs this command in one.
 * @throws UsageError sessionMissing
 */
export function assertLocal(targets: readonly Target[]): void {
  const remote = targets.find((target) => target.transport !== 'local')
  if (remote) throw new UsageError('sessionMissing', { host: remote.name })
}
