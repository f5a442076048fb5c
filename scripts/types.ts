/** Writes the declarations of the library: those that `index.d.ts` leads to, and no others. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const EMITTED = 'dist/.types'

/** Has the compiler emit all declarations, and keeps what the library needs. */
export function writeTypes(): void {
  const compiler = join('node_modules', '.bin', 'tsc')
  const { status } = spawnSync(compiler, ['-p', 'scripts/tsconfig.types.json'], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`tsc ended with ${status}`)
  keep('index.d.ts', new Set())
  rmSync(EMITTED, { recursive: true })
}

/** Keeps a file and those it imports; where they name each other's sources they are made to name what is shipped. */
function keep(file: string, kept: Set<string>): void {
  if (kept.has(file)) return
  kept.add(file)
  const source = readFileSync(join(EMITTED, file), 'utf8')
  const target = join('dist', file)
  mkdirSync(dirname(target), { recursive: true })
  const imports = /(?<=from ['"])(?<path>\.[^'"]*)\.ts(?=['"])/g
  writeFileSync(target, source.replace(imports, '$<path>.js'))
  for (const { groups } of source.matchAll(imports)) keep(join(dirname(file), `${groups?.path}.d.ts`), kept)
}
