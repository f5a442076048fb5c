/** Runs a program in this process and keeps what it wrote. */
import { Readable, Writable } from 'node:stream'
import type { Io } from '../../src/cli/io.ts'
import { run } from '../../src/cli/run.ts'

/** What a program left behind. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line, such as "logoff 12 /v" split at its blanks, or as the words given. */
export async function terminal(words: string | readonly string[], io: Partial<Io> = {}): Promise<Ran> {
  const [program = '', ...args] = typeof words === 'string' ? words.split(' ') : words
  const stdout = new Kept()
  const stderr = new Kept()
  const env = { LANG: 'C.UTF-8', TZ: 'UTC' }
  const code = await run(program, args, { stdin: Readable.from([]), stdout, stderr, env, columns: 100, ...io })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

/** A stream that keeps what is written to it. */
class Kept extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}
