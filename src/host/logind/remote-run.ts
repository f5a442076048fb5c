/** Command lines that run a program on another machine as somebody, with an environment of its own. */
import type { Account } from '../../linux/accounts.ts'
import { quote } from './remote-shell.ts'

/** A shell's exit code for a program that is not there. */
export const NOT_FOUND = 127

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** One line of the shell: ends with `NOT_FOUND` where the program is not installed. */
export function runLine(
  argv: readonly [string, ...string[]],
  { as, env }: { readonly as: Account | undefined; readonly env: Readonly<Record<string, string>> },
): string {
  const become = as ? ['setpriv', `--reuid=${as.uid}`, `--regid=${as.gid}`, '--init-groups'] : []
  const variables = Object.entries({ PATH, ...env }).map(([name, value]) => `${name}=${value}`)
  const line = [...become, 'env', '-i', ...variables, ...argv].map(quote).join(' ')
  return `PATH=${PATH}; command -v ${quote(argv[0])} >/dev/null || exit ${NOT_FOUND}; cd /; ${line}`
}
