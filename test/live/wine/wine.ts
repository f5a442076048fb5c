/** A Wine with its Node, in which Windows programs run with their streams in files: it cannot inherit pipes. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { pathOf } from './peers.ts'

/** What a program left behind. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

/** How a program is run. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly cwd?: string
  /** Runs it in a terminal, and is told when it runs, to type there. */
  readonly terminal?: (keyboard: Writable) => void
}

/** Which Wine: the one of this machine with Node 22, or the one in a root of its own with Node 24. */
export type Version = 8 | 10

const LIMIT_MS = 60_000
const LINGER_S = 10

/** A Wine whose server stays for a while after each program, so that the next one need not start it. */
export class Wine {
  readonly version: Version
  readonly #folder = mkdtempSync('/tmp/logoff-wine-')
  #runs = 0

  constructor(version: Version) {
    this.version = version
    const [command = '', ...args] = this.#command(['wineserver64', `--persistent=${LINGER_S}`], '/')
    spawnSync(command, args, { env: this.#env(), stdio: 'ignore' })
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** What Node is called inside. */
  get node(): string {
    return this.path(`${pathOf(this.version === 8 ? 'node22' : 'node24')}/bin/node.exe`)
  }

  /** What a file of this machine is called inside. */
  path(path: string): string {
    return `Z:${this.version === 8 ? '' : '\\host'}${path.replaceAll('/', '\\')}`
  }

  /** Where the prefix keeps the libraries of Windows. */
  get system32(): string {
    return this.version === 8
      ? `${pathOf('wine8')}/drive_c/windows/system32`
      : `${pathOf('wine10')}/root/.wine/drive_c/windows/system32`
  }

  /** Runs a Windows program to its end. */
  async run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const base = join(this.#folder, String(++this.#runs))
    writeFileSync(`${base}.in`, options.input ?? '')
    const files = [openSync(`${base}.in`, 'r'), openSync(`${base}.out`, 'w'), openSync(`${base}.err`, 'w')] as const
    const started = performance.now()
    const cwd = options.cwd ?? this.#folder
    const line = this.#command(['wine64', ...argv], cwd)
    const [command = '', ...args] = options.terminal ? inTerminal(line) : line
    const child = spawn(command, args, {
      cwd,
      env: { ...this.#env(), ...options.env },
      stdio: [options.terminal ? 'pipe' : files[0], files[1], files[2]],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    })
    if (child.stdin) options.terminal?.(child.stdin)
    const [code] = (await once(child, 'exit')) as [number | null]
    for (const file of files) closeSync(file)
    const read = (suffix: string) => readFileSync(`${base}.${suffix}`, 'utf8')
    return { code, stdout: read('out'), stderr: read('err'), ms: performance.now() - started }
  }

  #env(): NodeJS.ProcessEnv {
    const { HOME, PATH } = process.env
    const prefix = this.version === 8 ? pathOf('wine8') : '/root/.wine'
    return { HOME, PATH, LANG: 'C.UTF-8', WINEPREFIX: prefix, WINEDEBUG: '-all' }
  }

  /** A program of Wine, inside its root where it has one; this machine's files are under /host there. */
  #command([program = '', ...args]: readonly string[], cwd: string): string[] {
    const path = `/usr/lib/wine/${program}`
    if (this.version === 8) return [path, ...args]
    const root = pathOf('wine10')
    const script = [
      'mount --rbind / "$0/host"',
      'mount -t proc proc "$0/proc"',
      'mount --rbind /dev "$0/dev"',
      'exec chroot "$0" sh -c \'cd "/host$0" && exec "$@"\' "$@"',
    ].join('; ')
    return ['unshare', '--mount', '--propagation', 'private', 'sh', '-euc', script, root, cwd, path, ...args]
  }
}

function inTerminal(argv: readonly string[]): string[] {
  const quoted = argv.map((each) => `'${each.replaceAll("'", "'\\''")}'`).join(' ')
  return ['script', '--quiet', '--return', '--flush', '--command', quoted, '/dev/null']
}
