/** The double of wtsapi32.dll: built, put into a Wine, and given sessions and a script for each run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, repository } from './peers.ts'
import type { Ran, RunOptions, Wine } from './wine.ts'

const sources = join(repository, 'test/live/wine')

/** A call that the double logged, or a fault, or its last words at the end of a process. */
export type Entry = Readonly<Record<string, unknown>>

/** What a program left behind, and what the double saw of it. */
export interface Observed extends Ran {
  readonly log: readonly Entry[]
  /** The rows of the table afterwards. */
  readonly table: readonly string[]
}

/** How the double behaves in a run. */
export interface DoubleOptions extends RunOptions {
  readonly table?: readonly string[]
  readonly script?: string
}

/** The sessions that a run begins with unless it says otherwise. */
export const TABLE: readonly string[] = [
  'session\t.\t0\t0\t4\tServices\t\t\t\t\t0',
  'session\t.\t1\t1\t0\tConsole\tanna\tCORP\t\t\t0',
  'session\t.\t2\t2\t0\tRDP-Tcp#12\tjörg-mit-einem-sehr-langen-namen\tCORP\tLAPTOP-7\t192.168.0.1\t2',
  'session\t.\t3\t3\t4\t\t山田\tOSAKA\tPC-😀\tfe80:0:0:0:0:0:0:1\t2',
  'session\t.\t65536\t65536\t6\tRDP-Tcp\t\t\t\t\t2',
  'session\tTERM04\t7\t7\t0\tRDP-Tcp#1\tbob\tCORP\tLAPTOP-8\t10.0.0.8\t2',
  'session\tTERM04\t9\t9\t4\t\t山田\tOSAKA\t\t\t2',
  'session\tvm\t1\t4000000001\t0\tConsole\tcarol\tVDI\t\t\t0',
  'session\tvm\t1\t4000000002\t4\t\tdave\tVDI\t\t\t2',
  'process\t.\t0\t4\tSystem\tS-1-5-18\t',
  'process\t.\t1\t300\twinlogon.exe\tS-1-5-18\t',
  'process\t.\t1\t301\texplorer.exe\tS-1-5-21-1-2-3-1101\t',
  'process\t.\t2\t400\tcsrss.exe\tS-1-5-18\t',
  'process\t.\t2\t401\texplorer.exe\tS-1-5-21-1-2-3-1104\t',
  'process\t.\t2\t402\teditor.exe\tS-1-5-21-1-2-3-1104\t',
  'process\tTERM04\t7\t701\tnotes.exe\tS-1-5-21-1-2-3-1105\t',
]

/** A Wine that has the double. */
export class Double {
  readonly #wine: Wine
  readonly #folder = mkdtempSync('/tmp/logoff-double-')
  #runs = 0

  constructor(wine: Wine) {
    this.#wine = wine
    const built = join(this.#folder, 'wtsapi32.dll')
    const files = ['wtsapi32.c', 'wtsapi32.def'].map((file) => join(sources, file))
    compile(
      '-O2',
      '-Wall',
      '-Wextra',
      '-Werror',
      '-s',
      '-shared',
      '-static-libgcc',
      '-o',
      built,
      ...files,
      '-ladvapi32',
    )
    writeFileSync(join(wine.system32, 'wtsapi32.dll'), readFileSync(built))
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** The table of the run that was begun last. */
  get table(): string {
    return join(this.#folder, `${this.#runs}.tsv`)
  }

  /** What the run that was begun last has logged so far. */
  get log(): readonly Entry[] {
    return entriesOf(join(this.#folder, `${this.#runs}.log`))
  }

  /** Runs a Windows program against the double. */
  async run(
    argv: readonly string[],
    { table = TABLE, script = '', ...options }: DoubleOptions = {},
  ): Promise<Observed> {
    this.#runs += 1
    const log = join(this.#folder, `${this.#runs}.log`)
    const file = this.table
    writeFileSync(file, `${table.join('\n')}\n`)
    writeFileSync(log, '')
    const env = {
      ...options.env,
      WINEDLLOVERRIDES: 'wtsapi32=n',
      WTS_DOUBLE_TABLE: this.#wine.path(file),
      WTS_DOUBLE_LOG: this.#wine.path(log),
      WTS_DOUBLE_SCRIPT: script,
    }
    const ran = await this.#wine.run(argv, { ...options, env })
    return { ...ran, log: entriesOf(log), table: linesOf(file) }
  }
}

function entriesOf(path: string): Entry[] {
  return linesOf(path).map((line) => JSON.parse(line) as Entry)
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean)
}
