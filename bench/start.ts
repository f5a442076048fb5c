/** Measures whole processes, from the start to the end. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const programs = fileURLToPath(new URL('../dist/bin/', import.meta.url))

/** What is set in the environment of a process, or with `undefined` is not, beside what this one has. */
export type Changes = Readonly<Record<string, string | undefined>>

/** How long `node -e 0` takes. */
export async function emptyProcess(node: string, env: Changes = {}): Promise<number> {
  return timeOf(node, ['-e', '0'], env)
}

/** How long one of the built programs takes. */
export async function program(node: string, words: readonly string[], env: Changes = {}): Promise<number> {
  const [name, ...args] = words
  return timeOf(node, [`${programs}${name}.js`, ...args], env)
}

/** How long another process takes. */
export async function processTime(command: string, args: readonly string[], env: Changes = {}): Promise<number> {
  return timeOf(command, args, env)
}

function timeOf(command: string, args: readonly string[], env: Changes): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' })
  const elapsed = performance.now() - started
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return elapsed
}
