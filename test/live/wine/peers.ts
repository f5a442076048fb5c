/** The Wines, Nodes and compiler that the suites run against. */
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Where the repository is. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url))

type Part = 'wine8' | 'wine10' | 'node22' | 'node24' | 'koffi'

const script = `${repository}scripts/peers.sh`

const parts: Partial<Record<Part, string>> =
  process.platform === 'linux'
    ? Object.fromEntries(
        execFileSync('bash', [script, 'paths'], { encoding: 'utf8' })
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(/ (.*)/)),
      )
    : {}

/** Where a part is; it is there when the suite is not skipped. */
export function pathOf(part: Part): string {
  const path = parts[part]
  if (path === undefined) throw new Error(`No ${part}: run scripts/peers.sh`)
  return path
}

/**
 * For `{ skip: requireWine('wine8') }`: why a suite cannot run here, or false when it can.
 * @throws where `CI=true`, since there a missing peer is a failure.
 */
export function requireWine(...needed: readonly Part[]): string | false {
  const missing = needed.filter((part) => process.getuid?.() !== 0 || parts[part] === undefined)
  if (missing.length === 0) return false
  const sentence = `Needs root and what "scripts/peers.sh" installs: ${missing.join(', ')}`
  if (process.env.CI === 'true') throw new Error(sentence)
  return sentence
}

/** Compiles C for Windows. */
export function compile(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('x86_64-w64-mingw32-gcc', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The compiler says:\n${stderr}`)
}
