/** The programs of the command line, built as they are shipped, run by Node on Windows. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Bundles, copyRepository } from './bundle.ts'
import { Double, type DoubleOptions, type Observed } from './double.ts'
import { type Version, Wine } from './wine.ts'

/** The command line in one Wine. */
export class Cli {
  readonly wine: Wine
  readonly double: Double
  readonly bundles = new Bundles()

  static start(version: Version): Cli {
    const cli = new Cli(version)
    const copy = copyRepository(cli.bundles.folder)
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy, stdio: 'pipe' })
    rmSync(join(copy, 'node_modules'))
    return cli
  }

  private constructor(version: Version) {
    this.wine = new Wine(version)
    this.double = new Double(this.wine)
  }

  [Symbol.dispose](): void {
    this.bundles[Symbol.dispose]()
    this.double[Symbol.dispose]()
    this.wine[Symbol.dispose]()
  }

  /** The path of a program. */
  program(name: string): string {
    return join(this.bundles.folder, 'copy/dist/bin', `${name}.js`)
  }

  /** Runs a program: "logoff 2 /v". */
  async run(line: string, options: DoubleOptions = {}): Promise<Observed> {
    const [name = '', ...args] = line.split(' ')
    return await this.double.run([this.wine.node, this.wine.path(this.program(name)), ...args], options)
  }
}

/** The calls that did something, without those that only read or free. */
export function actsOf({ log }: Observed): readonly unknown[] {
  return log.filter(({ call }) => call !== undefined && !/Free|Query|Enumerate|Open|Close/.test(String(call)))
}

/** What is wrong with how memory and handles were used. */
export function wrongsOf({ log }: Observed): readonly unknown[] {
  return log.filter(({ fault, exit, leaked, open }) => fault !== undefined || (exit && (leaked !== 0 || open !== 0)))
}
