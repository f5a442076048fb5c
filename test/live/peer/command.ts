/** Running a command to its end. */
import { spawn } from 'node:child_process'

/** What a command left behind. */
export interface CommandResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** What a command is given, and how long it may take. */
export interface CommandOptions {
  readonly input?: string
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly deadlineMs?: number
}

/** Runs a program to its end, whatever its exit code; rejects if it cannot be started. */
export function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: options.env ?? process.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      timeout: options.deadlineMs ?? 60_000,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdin.on('error', () => {}) // ignored: a program may end without reading its input
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
    child.stdin.end(options.input ?? '')
  })
}

/** Runs a program and resolves with its output; rejects with what it said when its exit code is not 0. */
export async function mustRun(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await runCommand(argv, options)
  if (result.code === 0) return result.stdout
  throw new Error(`"${argv.join(' ')}" ended with ${result.code ?? result.signal}: ${result.stderr || result.stdout}`)
}
