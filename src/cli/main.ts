/** The process around a program: its streams, its interrupt, its exit code. */
import type { Io } from './io.ts'
import { run } from './run.ts'

/** Runs `program` with the arguments of this process. */
export async function main(program: string): Promise<void> {
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort(new Error('interrupted')))
  const io: Io = {
    get stdin() {
      return process.stdin
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    columns: process.stdout.columns || 80,
    signal: interrupt.signal,
  }
  process.exitCode = await run(program, process.argv.slice(2), io)
}
