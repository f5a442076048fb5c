/** Runs a program of this machine to its end. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { abortable } from '../session/deadline.ts'
import type { Account } from './accounts.ts'
import { errnoError, isErrno } from './errno.ts'

/** Who runs it and with what. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  /** Who runs it, in all its user and group IDs; only root can give another than himself. */
  readonly as?: Account | undefined
  /** Its whole environment. Default: a path and nothing else. */
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly input?: string | undefined
}

/** A program that has ended, with all that it wrote. */
export interface RunResult {
  /** Its exit code; null where a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** What came of it, or null where the program is not installed. An abort ends it. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult | null> {
  const { signal, input = '' } = options
  signal?.throwIfAborted()
  const child: ChildProcess = spawn(program, args, { ...spawnOptions(options), stdio: 'pipe' })
  const outcome = outcomeOf(child)
  const end = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', end, { once: true })
  // Where no descriptor is left it has neither input nor output.
  child.stdin?.on('error', () => {}) // ignored: a program need not read its input
  child.stdin?.end(input)
  try {
    return await abortable(outcome, signal)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null
    if (signal?.aborted) throw error
    throw errnoError(`run ${program}`, error)
  } finally {
    signal?.removeEventListener('abort', end)
  }
}

/** How to start a program as somebody: full change of user, never the effective one alone. */
export function spawnOptions({ as, env }: RunOptions): SpawnOptions {
  const identity = as && process.getuid?.() === 0 ? { uid: as.uid, gid: as.gid } : {}
  return { ...identity, cwd: '/', env: { PATH, ...env } }
}

function outcomeOf(child: ChildProcess): Promise<RunResult> {
  const stdout = textOf(child.stdout)
  const stderr = textOf(child.stderr)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout: stdout(), stderr: stderr() }))
  })
}

function textOf(stream: NodeJS.ReadableStream | null | undefined): () => string {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('utf8')
}
