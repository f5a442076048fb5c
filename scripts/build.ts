/** Builds the package: the programs, what they share, the library and its types. */
import { chmod, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import manifest from '../package.json' with { type: 'json' }
import { builtins } from './builtins.ts'
import { entryOf, LAZY, programs, SHARED } from './programs.ts'
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
  legalComments: 'eof',
  logLevel: 'warning',
  plugins: [builtins],
  // It finds its binary for the platform beside itself.
  external: ['koffi'],
}

await rm('dist', { recursive: true, force: true })
await Promise.all([
  build({
    ...common,
    entryPoints: Object.fromEntries(Object.keys(manifest.bin).map((program) => [program, entryOf(program)])),
    outdir: 'dist/bin',
    // Each file stands alone: what two of them share must not become a third.
    splitting: false,
    banner: { js: '#!/usr/bin/env node' },
    plugins: [programs],
  }),
  build({
    ...common,
    entryPoints: Object.fromEntries(LAZY.map((file) => [basename(file, '.ts'), file])),
    outdir: `dist/${SHARED}`,
    chunkNames: '[name]-[hash]',
  }),
  build({ ...common, entryPoints: { index: 'src/index.ts' }, outdir: 'dist', chunkNames: 'library/[name]-[hash]' }),
])
await Promise.all(Object.values(manifest.bin).map((file) => chmod(file, 0o755)))
writeTypes()
