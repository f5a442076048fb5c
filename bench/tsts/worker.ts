/** A process that works off one job after the other and tells how long each took. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { BenchLab, Job } from './lab.ts'

export class Worker implements AsyncDisposable {
  readonly #child
  readonly #lines
  readonly #lab: BenchLab

  constructor(lab: BenchLab, command: string, args: readonly string[]) {
    this.#lab = lab
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]()
  }

  /** The milliseconds of one log-off. */
  async time(job: Job): Promise<number> {
    const { account, password } = this.#lab
    this.#child.stdin.write(`${JSON.stringify({ account, password, ...job })}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new Error('the worker ended')
    return Number(value)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end()
    await once(this.#child, 'exit')
  }
}
