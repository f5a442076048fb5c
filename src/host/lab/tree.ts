/** The real processes of one practice session. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { StatusError } from '../../errors.ts'
import { census } from '../../linux/census.ts'
import { errnoError } from '../../linux/errno.ts'
import { readEnviron } from '../../linux/proc.ts'
import { findProcesses, type RunningProcess } from '../../linux/processes.ts'
import { sendSignal } from '../../linux/signal.ts'
import { isStopped } from '../../linux/stat.ts'
import { COUNTS, DAEMON, LEADER } from './programs.ts'

/** Marks all processes of a session in their environment, which they hand down. */
const MARK = 'LOGOFF_LAB_SESSION'

interface Shell {
  readonly child: ChildProcess
  /** A pipe in both directions that all processes below the shell hold. */
  readonly line: Duplex
}

/** Two shells and what they start, one of them a daemon; disposal kills all of it. */
export class ProcessTree implements AsyncDisposable {
  /** Resolves when no process of the session is left: all of them hold the lines open, wherever they went. */
  readonly closed: Promise<void>
  readonly #mark: string
  readonly #shells: readonly Shell[]
  readonly #pids = new Set<number>()

  /** Starts the processes; resolves when all of them run. `mark` is unique. */
  static async start(mark: string): Promise<ProcessTree> {
    const tree = new ProcessTree(mark)
    await tree.#ready()
    return tree
  }

  private constructor(mark: string) {
    this.#mark = mark
    const env = { [MARK]: mark }
    this.#shells = [start(LEADER, { env, detached: false }), start(DAEMON, { env, detached: true })]
    this.closed = Promise.all(this.#shells.map(({ line }) => once(line, 'close'))).then(() => {})
  }

  /** Those that run. */
  processes(): RunningProcess[] {
    return findProcesses([...this.#pids]).filter(({ pid }) => this.#isMarked(pid))
  }

  /** Sends a signal to each of them. */
  signal(name: NodeJS.Signals): void {
    for (const { pid } of this.processes()) sendSignal(pid, name)
  }

  /** Kills all that carries the mark, also what was started later: each is stopped before, so that none can fork. */
  kill(): void {
    for (;;) {
      const marked = findProcesses(census((pid) => this.#isMarked(pid)))
      for (const { pid } of marked) sendSignal(pid, 'SIGSTOP')
      if (!marked.every(isStopped)) continue
      for (const { pid } of marked) sendSignal(pid, 'SIGKILL')
      return
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill()
    await this.closed
  }

  #isMarked(pid: number): boolean {
    return readEnviron(pid)?.get(MARK) === this.#mark
  }

  async #ready(): Promise<void> {
    const counts = [COUNTS.leader, COUNTS.daemon]
    await Promise.all(this.#shells.map((shell, index) => this.#collect(shell, counts[index]!)))
  }

  async #collect({ child, line }: Shell, count: number): Promise<void> {
    let text = ''
    await new Promise<void>((resolve, reject) => {
      child.once('error', (error) => reject(errnoError('run /bin/sh', error)))
      line.once('close', () => reject(new StatusError('run /bin/sh', ENDED, text)))
      line.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        const numbers = text.split('\n').slice(0, -1).map(Number)
        for (const pid of numbers) this.#pids.add(pid)
        if (numbers.length === count) resolve()
      })
    })
  }
}

const ENDED = { space: 'exit', value: null, symbol: 'exit' } as const

function start(
  script: string,
  { env, detached }: { readonly env: Record<string, string>; readonly detached: boolean },
): Shell {
  const child = spawn('/bin/sh', ['-c', script], {
    env,
    detached,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const line = child.stdio[3]
  if (line instanceof Duplex) return { child, line }
  throw new StatusError('run /bin/sh', ENDED)
}
