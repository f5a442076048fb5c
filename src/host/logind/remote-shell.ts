/** A shell on another machine that takes one script after another over one pipe. */
import { randomBytes } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'

/** A script that has ended, with all that it printed. */
export interface ScriptResult {
  readonly code: number
  readonly stdout: string
}

/** One word of a shell's command line. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** Runs one script after another, each told apart by a mark that is random. */
export class RemoteShell {
  readonly #stdin: Writable
  /** Ends each answer; no process of the other machine can know it beforehand. */
  readonly #mark = randomBytes(16).toString('hex')
  readonly #answers: ((result: ScriptResult) => void)[] = []
  #received = Buffer.alloc(0)

  constructor(stdin: Writable, stdout: Readable) {
    this.#stdin = stdin
    stdin.on('error', () => {}) // ignored: the end of ssh itself tells more
    stdout.on('data', (chunk: Buffer) => this.#receive(chunk))
  }

  /** Runs a script in a shell of its own, without input. Never settles where ssh ends before. */
  run(script: string, { signal }: CallOptions = {}): Promise<ScriptResult> {
    signal?.throwIfAborted()
    const answer = new Promise<ScriptResult>((resolve) => this.#answers.push(resolve))
    this.#stdin.write(`(${script}\n) </dev/null 2>/dev/null; printf '\\n${this.#mark} %d\\n' "$?"\n`)
    return abortable(answer, signal)
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (;;) {
      const at = this.#received.indexOf(`\n${this.#mark} `)
      const end = at < 0 ? -1 : this.#received.indexOf('\n', at + 1)
      if (end < 0) return
      const code = Number(this.#received.toString('latin1', at + this.#mark.length + 2, end))
      const stdout = this.#received.toString('utf8', 0, at)
      this.#received = this.#received.subarray(end + 1)
      this.#answers.shift()?.({ code, stdout })
    }
  }
}
