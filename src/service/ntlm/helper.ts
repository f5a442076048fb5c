/** One process of winbind's `ntlm_auth`, which answers a line with a line. ntlm_auth(1), squid-2.5-ntlmssp */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { Patience } from '../../rpc/patience.ts'

/** How the program is run. */
export interface HelperOptions {
  /** The program and what stands before our own arguments. */
  readonly command: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** How long an answer may take. */
  readonly commandMs: number
}

/** Longer than any answer. */
const MAX_ANSWER = 256 * 1024
const NEWLINE = 0x0a

interface Asked {
  readonly resolve: (answer: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** A running process; whoever has it asks one question at a time. */
export class Helper implements Disposable {
  /** Resolves when the process has gone, with why. */
  readonly gone: Promise<string>
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #patience: Patience
  #pending: Uint8Array = new Uint8Array()
  #asked: Asked | null = null
  #failure: string | null = null

  constructor({ command: [program = '', ...before], env, commandMs }: HelperOptions) {
    const args = [...before, '--helper-protocol=squid-2.5-ntlmssp']
    this.#child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
    this.#patience = new Patience(commandMs, () => this.#fail(`${program} has not answered within ${commandMs} ms`))
    this.#child.stdout.on('data', (chunk: Buffer) => this.#take(chunk))
    // ignored: the end of the process tells the same
    this.#child.stdin.on('error', () => {})
    this.gone = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(this.#fail(`${program} cannot be run: ${error.message}`)))
      this.#child.on('exit', (code, signal) => resolve(this.#fail(`${program} ended with ${signal ?? code}`)))
    })
  }

  get isAlive(): boolean {
    return this.#failure === null
  }

  /** Whether an answer is being waited for. */
  get isBusy(): boolean {
    return this.#asked !== null
  }

  /** The answer to one line, of which the caller becomes the owner. Rejects when the process has gone. */
  ask(line: string): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(new Error(this.#failure))
      this.#asked = { resolve, reject }
      this.#patience.begin()
      this.#child.stdin.write(`${line}\n`)
    })
  }

  [Symbol.dispose](): void {
    this.#fail('ntlm_auth is no longer needed')
  }

  /** Whatever goes wrong, the process is not used again. */
  #fail(reason: string): string {
    this.#failure ??= reason
    this.#patience.end()
    this.#pending.fill(0)
    this.#child.kill('SIGKILL')
    const asked = this.#asked
    this.#asked = null
    asked?.reject(new Error(this.#failure))
    return this.#failure
  }

  /** Answers may hold a key, so that what is copied is cleared. */
  #take(chunk: Buffer): void {
    const before = this.#pending
    const pending = new Uint8Array(before.length + chunk.length)
    pending.set(before)
    pending.set(chunk, before.length)
    before.fill(0)
    chunk.fill(0)
    this.#pending = pending
    const end = pending.indexOf(NEWLINE)
    if (end < 0 && pending.length <= MAX_ANSWER) return
    const asked = this.#asked
    if (end < 0 || end !== pending.length - 1 || asked === null) {
      this.#fail('ntlm_auth says what nobody asked for')
      return
    }
    this.#asked = null
    this.#patience.end()
    this.#pending = new Uint8Array()
    asked.resolve(pending.subarray(0, end))
  }
}
