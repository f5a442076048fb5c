/** Whether callers can be authenticated: winbindd answers, and its helper is there. */
import { run } from '../../linux/run.ts'
import type { CallOptions, Finding } from '../../session/host.ts'
import type { Remedy } from '../../session/remedy.ts'

export async function examineWinbind({ signal }: CallOptions): Promise<Finding> {
  const helper = await run('ntlm_auth', ['--version'], { signal })
  const ping = await run('wbinfo', ['--ping'], { signal })
  const remedy = remedyFor(helper !== null, ping?.code === 0)
  const figure = helper === null ? '-' : `ntlm_auth ${/\d+\.\d+\.\d+/.exec(helper.stdout)?.[0] ?? ''}`.trim()
  return { check: 'winbind', passed: remedy === undefined, figure, remedy }
}

function remedyFor(isInstalled: boolean, answers: boolean): Remedy | undefined {
  if (!isInstalled) return { name: 'installWinbind', facts: {} }
  return answers ? undefined : { name: 'startUnit', facts: { unit: 'winbind' } }
}
