/** The programs, each no more than a loader, and the bundles that they load when they are needed. */
import { basename } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * What every program begins with, what the help does not need, prompts, another language, the hosts file, and each kind
 * of host: bundles that are loaded by src/cli/bundles.ts.
 */
export const BUNDLES = [
  'src/cli/main.ts',
  'src/cli/work.ts',
  'src/cli/prompt.ts',
  'src/cli/text/ja-help.ts',
  'src/cli/text/ja.ts',
  'src/farm/hosts-toml.ts',
  'src/host/lab/network.ts',
  'src/host/logind/open-local.ts',
  'src/host/logind/open-ssh.ts',
  'src/host/posix/host.ts',
  'src/host/tsts/methods.ts',
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
      contents: `import { bundlesOf } from './src/cli/bundles.ts'
        void bundlesOf(__dirname + '/../cli')('main.js').main(${JSON.stringify(path.replace('program:', ''))})`,
      resolveDir: process.cwd(),
    }))
  },
}

/** Leaves what is loaded lazily to its own bundle, which `load` gives: src/cli/bundles.ts calls bundles with it. */
export const lazily: Plugin = {
  name: 'lazily',
  setup(build) {
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return null
      if (find(WINDOWS, path)) return { path: `./${basename(path, '.ts')}.mjs`, external: true }
      const file = find(BUNDLES, path)
      return file === undefined ? null : { path: bundleOf(file), namespace: 'bundle' }
    })
    build.onLoad({ filter: /.*/, namespace: 'bundle' }, ({ path }) => ({
      contents: `module.exports = load(${JSON.stringify(`${path}.js`)})`,
    }))
  },
}

function find(files: readonly string[], path: string): string | undefined {
  return files.find((file) => file.endsWith(path.replace(/^[./]*/, '/')))
}
