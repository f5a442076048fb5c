/** The process around a program: its streams, its interrupt, its exit code. */
import { fstatSync } from 'node:fs'
import { descriptorSink } from './descriptor.ts'
import { abortOnInterrupt } from './interrupts.ts'
import type { Io } from './io.ts'
import { Output } from './output.ts'
import { run } from './run.ts'

/** Runs `program` with the arguments of this process. */
export async function main(program: string): Promise<void> {
  // Where everything stops without an answer, that is no success.
  process.exitCode = 1
  const interrupt = new AbortController()
  abortOnInterrupt(interrupt, process)
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
