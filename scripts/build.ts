/** Builds the package: the programs, what they share, the library and its types. */
import { chmod, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import manifest from '../package.json' with { type: 'json' }
import { builtins } from './builtins.ts'
import { declarations } from './declarations.ts'
import { BUNDLES, bundleOf, entryOf, lazily, programs, WINDOWS } from './programs.ts'
import { writeTypes } from './types.ts'

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  // What Node 20 lacks, such as `await using`, is lowered.
  target: 'node20',
  legalComments: 'eof',
  logLevel: 'warning',
  // It finds its binary for the platform beside itself.
  external: ['koffi'],
}

/** Programs and their bundles are scripts: Node loads those sooner than modules. */
const script = { ...common, minify: true, format: 'cjs' } as const

await rm('dist', { recursive: true, force: true })
await Promise.all([
  build({
    ...script,
    entryPoints: Object.fromEntries(Object.keys(manifest.bin).map((program) => [program, entryOf(program)])),
    outdir: 'dist/bin',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [builtins, programs],
  }),
  // Not split any further: to read one more file takes Node longer than to read twice as much of one.
  build({
    ...script,
    entryPoints: Object.fromEntries(BUNDLES.map((file) => [bundleOf(file), file])),
    outdir: 'dist/cli',
    // A function, so that it is read as it is: to put it into one would take copying.
    banner: { js: '(function(module,load){' },
    footer: { js: '})' },
    plugins: [builtins, declarations, lazily],
  }),
  build({
    ...common,
    minify: true,
    entryPoints: Object.fromEntries(WINDOWS.map((file) => [basename(file, '.ts'), file])),
    outdir: 'dist/cli',
    outExtension: { '.js': '.mjs' },
    plugins: [builtins, lazily],
  }),
  build({
    ...common,
    entryPoints: { index: 'src/index.ts' },
    outdir: 'dist',
    splitting: true,
    chunkNames: 'library/[name]-[hash]',
    plugins: [builtins],
  }),
])
await writeFile('dist/bin/package.json', '{"type":"commonjs"}\n')
await Promise.all(Object.values(manifest.bin).map((file) => chmod(file, 0o755)))
writeTypes()
