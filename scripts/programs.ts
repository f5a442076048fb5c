/** One bundled file per program, and those that the programs load when they are needed. */
import { basename } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * What the help does not need, prompts, another language, the hosts file, the hosts that need much code, and a thread's
 * program: each a bundle of its own.
 */
export const LAZY = [
  'src/cli/work.ts',
  'src/cli/prompt.ts',
  'src/cli/text/ja-help.ts',
  'src/cli/text/ja.ts',
  'src/farm/hosts-toml.ts',
  'src/host/lab/network.ts',
  'src/host/tsts/open-tsts.ts',
  'src/host/windows/open-windows.ts',
  'src/host/windows/wtsapi-thread.ts',
  'src/service/examine.ts',
  'src/service/serve.ts',
]

/** The name of an entry point that `programs` makes. */
export function entryOf(program: string): string {
  return `program:${program}`
}

/** Makes the entry points of the programs. */
export const programs: Plugin = {
  name: 'programs',
  setup(build) {
    build.onResolve({ filter: /^program:/ }, ({ path }) => ({ path, namespace: 'program' }))
    build.onLoad({ filter: /.*/, namespace: 'program' }, ({ path }) => ({
      contents: `import { main } from './src/cli/main.ts'\nawait main(${JSON.stringify(path.replace('program:', ''))})`,
      resolveDir: process.cwd(),
    }))
  },
}

/** Leaves what is loaded lazily to its own bundle, which is in `folder` as seen from this one. */
export function lazily(folder: string): Plugin {
  return {
    name: 'lazily',
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
        const isLazy = kind === 'dynamic-import' && LAZY.some((file) => basename(file) === basename(path))
        return isLazy ? { path: `${folder}/${basename(path, '.ts')}.js`, external: true } : null
      })
    },
  }
}
