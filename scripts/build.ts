/** Builds the package: a launcher per program, the bundles behind them, the library and its types. */
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { type BuildOptions, build } from 'esbuild'
import manifest from '../package.json' with { type: 'json' }
import { builtins } from './builtins.ts'
import { writeTypes } from './types.ts'

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  // What Node 20 lacks, such as `await using`, is lowered.
  target: 'node20',
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: '[name]-[hash]',
  legalComments: 'eof',
  logLevel: 'warning',
  plugins: [builtins],
  // It finds its binary for the platform beside itself.
  external: ['koffi'],
}

await rm('dist', { recursive: true, force: true })
await build({ ...common, entryPoints: { main: 'src/cli/main.ts' }, outdir: 'dist/cli' })
await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  outdir: 'dist',
  chunkNames: 'library/[name]-[hash]',
})
await mkdir('dist/bin', { recursive: true })
for (const [program, file] of Object.entries(manifest.bin)) {
  await writeFile(file, launcher(program))
  await chmod(file, 0o755)
}
writeTypes()

/** The file that a program is called by: plain Node runs it, and from Node 22 on finds what it compiled before. */
function launcher(program: string): string {
  return `#!/usr/bin/env node
import module from 'node:module'
module.enableCompileCache?.()
const { main } = await import('../cli/main.js')
await main('${program}')
`
}
