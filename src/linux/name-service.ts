/** Names of this machine's users and groups as numbers, by whatever its name service knows. nsswitch.conf(5) */
import type { CallOptions } from '../session/host.ts'
import { parsePasswd } from './accounts.ts'
import { run } from './run.ts'

/** The users of those names that exist. A name of digits alone is left out: the name service takes it for a number. */
export async function uidsOf(names: readonly string[], options: CallOptions = {}): Promise<Map<string, number>> {
  const lines = await ask('passwd', names, options)
  return byName(
    names,
    parsePasswd(lines.join('\n')).map(({ name, uid }) => [name, uid]),
  )
}

/** The groups of those names that exist. */
export async function gidsOf(names: readonly string[], options: CallOptions = {}): Promise<Map<string, number>> {
  const lines = await ask('group', names, options)
  const groups = lines.map((line) => line.split(':')).filter(([, , gid = '']) => /^\d+$/.test(gid))
  return byName(
    names,
    groups.map(([name = '', , gid]) => [name, Number(gid)]),
  )
}

/** A domain's names are answered in its own spelling: what was not asked for letter by letter differs by case alone. */
function byName(names: readonly string[], found: readonly (readonly [string, number])[]): Map<string, number> {
  const exact = new Set(names)
  const folded = new Map(names.map((name) => [name.toLowerCase(), name]))
  return new Map(
    found.flatMap(([name, number]) => {
      const asked = exact.has(name) ? name : folded.get(name.toLowerCase())
      return asked === undefined ? [] : [[asked, number]]
    }),
  )
}

async function ask(database: 'passwd' | 'group', names: readonly string[], { signal }: CallOptions): Promise<string[]> {
  const keys = names.filter((name) => !/^\d*$/.test(name))
  if (keys.length === 0) return []
  const answer = await run('getent', [database, '--', ...keys], { signal })
  return answer === null ? [] : answer.stdout.split('\n')
}
