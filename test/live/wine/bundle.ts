/** Programs for Node on Windows from this repository's sources. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { pathOf, repository } from './peers.ts'

/** A mistake: a text of a source file and what stands there instead. */
export interface Mistake {
  /** Under src/host/windows. */
  readonly file: string
  readonly right: string
  readonly wrong: string
}

/** A folder of bundled programs beside koffi as npm installs it on Windows. */
export class Bundles {
  readonly folder = mkdtempSync('/tmp/logoff-bundles-')

  constructor() {
    writeFileSync(join(this.folder, 'package.json'), '{"type":"module"}')
    // Relative, since the root of Wine 10 has this machine's files elsewhere.
    symlinkSync(relative(this.folder, join(pathOf('koffi'), 'node_modules')), join(this.folder, 'node_modules'))
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Bundles a source file, with mistakes where they are given; answers its path. */
  async bundle(name: string, source: string, mistakes: readonly Mistake[] = []): Promise<string> {
    const outdir = join(this.folder, name)
    mkdirSync(outdir)
    await build({
      entryPoints: { main: join(repository, source) },
      outdir,
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'es2022',
      external: ['koffi'],
      logLevel: 'silent',
      plugins: [making(mistakes)],
    })
    return join(outdir, 'main.js')
  }
}

/** Copies what the package is made of into a folder, where it can be built and packed; answers that folder. */
export function copyRepository(folder: string): string {
  const copy = join(folder, 'copy')
  mkdirSync(copy)
  const { files } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { files: string[] }
  const sources = ['package.json', 'tsconfig.json', 'README.md', 'LICENSE', 'src', 'scripts', ...files]
  for (const each of sources.filter((name) => name !== 'dist')) {
    cpSync(join(repository, each), join(copy, each), { recursive: true })
  }
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

function making(mistakes: readonly Mistake[]): Plugin {
  return {
    name: 'mistakes',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/host\/windows\/[^/]+\.ts$/ }, ({ path }) => {
        const file = relative(join(repository, 'src/host/windows'), path)
        let contents = readFileSync(path, 'utf8')
        for (const { right, wrong } of mistakes.filter((each) => each.file === file)) {
          if (!contents.includes(right)) throw new Error(`${file} does not hold: ${right}`)
          contents = contents.replace(right, wrong)
        }
        return { contents, loader: 'ts' }
      })
    },
  }
}
