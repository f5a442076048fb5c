/** Debian's Impacket as a second opinion on NDR. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Debian's Python: another one on the PATH does not have Debian's packages. */
export const PYTHON = '/usr/bin/python3'
const SCRIPT = fileURLToPath(new URL('ndr_peer.py', import.meta.url))

export type Side = 'in' | 'out'

/**
 * Why the peer cannot be asked, or false when it can.
 *
 * @throws where `CI=true`, since there a missing peer is a failure.
 */
export function impacketMissing(): string | false {
  if (spawnSync(PYTHON, ['-c', 'import impacket.dcerpc.v5.ndr']).status === 0) return false
  const sentence = 'Impacket is missing: scripts/peers.sh installs it'
  if (process.env.CI === 'true') throw new Error(sentence)
  return sentence
}

/** One process that answers one question after the other. */
export class ImpacketPeer implements AsyncDisposable {
  readonly #process: ChildProcess
  readonly #answers: AsyncIterator<string>
  readonly #lines: Interface

  constructor() {
    this.#process = spawn(PYTHON, ['-B', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#process.stdout! })
    this.#answers = this.#lines[Symbol.asyncIterator]()
  }

  /** What Impacket reads in a stub, and how many bytes it leaves. */
  async decode(call: string, side: Side, stub: Uint8Array): Promise<{ value: unknown; rest: number }> {
    const answer = await this.#ask({ call, side, stub: Buffer.from(stub).toString('hex') })
    return answer as { value: unknown; rest: number }
  }

  /** The stub that Impacket writes. */
  async encode(call: string, side: Side, value: unknown): Promise<Uint8Array> {
    const { stub } = (await this.#ask({ call, side, value })) as { stub: string }
    return new Uint8Array(Buffer.from(stub, 'hex'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.stdin!.end()
    if (this.#process.exitCode === null) await once(this.#process, 'exit')
    this.#lines.close()
  }

  async #ask(question: object): Promise<unknown> {
    this.#process.stdin!.write(`${JSON.stringify(question)}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error(`Impacket gave up on ${JSON.stringify(question)}`)
    return JSON.parse(value)
  }
}
