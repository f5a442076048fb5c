/** The process around a program: its streams, its interrupt, its exit code. */
import { fstatSync } from 'node:fs'
import { descriptorSink } from './descriptor.ts'
import type { Io } from './io.ts'
import { Output } from './output.ts'
import { run } from './run.ts'

/** Runs `program` with the arguments of this process. */
export async function main(program: string): Promise<void> {
  const interrupt = new AbortController()
  process.on('SIGINT', interruption(interrupt))
  const io: Io = {
    get stdin() {
      return process.stdin
    },
    stdout: descriptorSink(1, () => process.stdout),
    stderr: descriptorSink(2, () => process.stderr),
    env: process.env,
    get columns() {
      return (isDevice(1) && process.stdout.columns) || 80
    },
    get interactive() {
      return process.getBuiltinModule('node:tty').isatty(0)
    },
    signal: interrupt.signal,
  }
  process.once('uncaughtException', (error) => void giveUp(error, io))
  process.exitCode = await run(program, process.argv.slice(2), io)
}

/** An interrupt that comes so much later than the first is another one: `timeout` sends each twice. */
const ANOTHER_MS = 500

/** Asks what is under way to stop; at another interrupt the process ends where it stands. */
function interruption(interrupt: AbortController): () => void {
  let first = 0
  return () => {
    if (interrupt.signal.aborted && performance.now() - first > ANOTHER_MS) process.exit(130)
    if (interrupt.signal.aborted) return
    first = performance.now()
    interrupt.abort(new Error('interrupted'))
  }
}

/** Ends the process with one sentence where something of ours went wrong outside of every call. */
async function giveUp(error: Error, io: Io): Promise<never> {
  const { complain } = await import('./work.ts')
  process.exit(await complain(error, io, new Output(io.stderr)))
}

/** Whether a descriptor may be a terminal. */
function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice()
  } catch {
    // ignored: a closed descriptor is no terminal
    return false
  }
}
