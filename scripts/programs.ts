/** One bundled file per program, and those that the programs load when they are needed. */
import { basename } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * What the help does not need, prompts, another language, the hosts file, and each kind of host: bundles that are loaded
 * by src/cli/bundles.ts.
 */
export const LAZY = [
  'src/cli/work.ts',
  'src/cli/prompt.ts',
  'src/cli/text/ja-help.ts',
  'src/cli/text/ja.ts',
  'src/farm/hosts-toml.ts',
  'src/host/lab/network.ts',
  'src/host/logind/open-local.ts',
  'src/host/logind/open-ssh.ts',
  'src/host/posix/host.ts',
  'src/host/tsts/open-tsts.ts',
  'src/service/examine.ts',
  'src/service/serve.ts',
]

/** What Windows needs, a thread's program among it: modules, which Node itself loads. */
export const WINDOWS = ['src/host/windows/open-windows.ts', 'src/host/windows/wtsapi-thread.ts']

/** The file to which a lazy part is built, without its ending. */
export function bundleOf(file: string): string {
  return file.endsWith('posix/host.ts') ? 'posix' : basename(file, '.ts')
}

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
      contents: `import { main } from './src/cli/main.ts'\nvoid main(${JSON.stringify(path.replace('program:', ''))})`,
      resolveDir: process.cwd(),
    }))
  },
}

/** How a file's own bundle is loaded: programs make the loader, bundles are given it. */
const LOADERS = {
  program: `require('./src/cli/bundles.ts').bundlesOf(__dirname + '/../cli')`,
  bundle: 'load',
} as const

/** Leaves what is loaded lazily to its own bundle. */
export function lazily(from: keyof typeof LOADERS): Plugin {
  const find = (files: readonly string[], path: string) =>
    files.find((file) => file.endsWith(path.replace(/^[./]*/, '/')))
  return {
    name: 'lazily',
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
        if (kind !== 'dynamic-import') return null
        if (find(WINDOWS, path)) return { path: `./${basename(path, '.ts')}.mjs`, external: true }
        const file = find(LAZY, path)
        return file === undefined ? null : { path: bundleOf(file), namespace: 'bundle' }
      })
      build.onLoad({ filter: /.*/, namespace: 'bundle' }, ({ path }) => ({
        contents: `module.exports = ${LOADERS[from]}(${JSON.stringify(`${path}.js`)})`,
        resolveDir: process.cwd(),
      }))
    },
  }
}
