/** One bundled file per program: all that its help needs. What else there is, the programs share and load when it is needed. */
import { basename } from 'node:path'
import type { Plugin } from 'esbuild'

/** The folder below `dist/` for what the programs share. */
export const SHARED = 'cli'

/** The modules that the programs load when they are needed; bundles of their own. */
export const LAZY = ['src/cli/work.ts', 'src/cli/text/ja-help.ts']

/** The name of an entry point that `programs` makes. */
export function entryOf(program: string): string {
  return `program:${program}`
}

/** Makes the entry points, and leaves what is loaded lazily to its own bundle. */
export const programs: Plugin = {
  name: 'programs',
  setup(build) {
    build.onResolve({ filter: /^program:/ }, ({ path }) => ({ path, namespace: 'program' }))
    build.onLoad({ filter: /.*/, namespace: 'program' }, ({ path }) => ({
      contents: `import { main } from './src/cli/main.ts'\nawait main(${JSON.stringify(path.replace('program:', ''))})`,
      resolveDir: process.cwd(),
    }))
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
      const isLazy = kind === 'dynamic-import' && LAZY.some((file) => basename(file) === basename(path))
      return isLazy ? { path: `../${SHARED}/${basename(path, '.ts')}.js`, external: true } : null
    })
  },
}
