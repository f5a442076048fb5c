/** Builds the package: a launcher per program, the bundles behind them, the library and its types. */

import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { type BuildOptions, build } from 'esbuild'
import manifest from '../package.json' with { type: 'json' }

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'eof',
  logLevel: 'warning',
  external: ['../host/open.ts'],
}

await rm('dist', { recursive: true, force: true })
await build({
  ...common,
  entryPoints: { main: 'src/cli/main.ts' },
  outdir: 'dist/cli',
  chunkNames: '[name]-[hash]',
})
await mkdir('dist/bin', { recursive: true })
for (const [program, file] of Object.entries(manifest.bin)) {
  await writeFile(file, launcher(program))
  await chmod(file, 0o755)
}

function launcher(program: string): string {
  return `#!/usr/bin/env node
import module from 'node:module'
module.enableCompileCache?.()
const { main } = await import('../cli/main.js')
await main('${program}')
`
}
