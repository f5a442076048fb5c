/** Whether Samba runs, and hands callers on. */

import { findProcesses } from '../../linux/processes.ts'
import { run } from '../../linux/run.ts'
import type { CallOptions, Finding } from '../../session/host.ts'
import type { Remedy } from '../../session/remedy.ts'
import { sambaParameter } from '../pipe-folder.ts'
import { PIPES } from '../pipes.ts'

/** From 4.16 on, smbd hands on whatever pipe somebody listens on. */
const HANDS_ON_BY_ITSELF = [4, 16] as const

/** `version` is that of smbd, null where it is missing. */
export async function examineSamba(version: string | null, options: CallOptions): Promise<Finding> {
  const remedy = await remedyFor(version, options)
  return { check: 'samba', passed: remedy === undefined, figure: version ?? '-', remedy }
}

async function remedyFor(version: string | null, options: CallOptions): Promise<Remedy | undefined> {
  if (version === null) return { name: 'installSamba', facts: {} }
  if ((await sambaParameter('ncalrpc dir', options)) === null) return { name: 'correctSmbConf', facts: {} }
  const lines = isOlder(version) ? await missingLines(options) : []
  if (lines.length > 0) return { name: 'addToSmbConf', facts: { lines } }
  if (!findProcesses().some(({ name }) => name === 'smbd')) return { name: 'startUnit', facts: { unit: 'smbd' } }
  return undefined
}

/** "4.15.13" is, "4.16.0" is not. */
export function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < HANDS_ON_BY_ITSELF[0] || (major === HANDS_ON_BY_ITSELF[0] && minor < HANDS_ON_BY_ITSELF[1])
}

async function missingLines({ signal }: CallOptions): Promise<string[]> {
  const asked = await run('testparm', ['-s', '--section-name=global'], { signal })
  return linesMissingIn(asked?.stdout ?? '')
}

/** What the [global] section lacks, as testparm prints it, for the pipes of an older Samba. */
export function linesMissingIn(section: string): string[] {
  const lines = section.split('\n').map((line) =>
    line
      .trim()
      .toLowerCase()
      .replace(/\s*=\s*/, ' = '),
  )
  return PIPES.map((pipe) => `rpc_server:${pipe.toLowerCase()} = external`).filter((line) => !lines.includes(line))
}
