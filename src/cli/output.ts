/** Lines to a stream that may be closed under our hands. */
import { harmless } from './harmless.ts'
import type { Sink } from './io.ts'

/** What a stream reports when nobody reads it any more, or when its terminal is gone. */
const NOBODY_READS: ReadonlySet<string> = new Set([
  'EPIPE',
  'EIO',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
])

/** What a command has to say cannot be written: the disk is full, or the like. */
class OutputError extends Error {
  override readonly name = 'OutputError'
}

/** Whether an error is an `OutputError`, also one of another bundle's copy of the class. */
export function isOutputError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'OutputError'
}

/** A stream as the commands write to it. Once nobody reads it, what is written is dropped without a word. */
export class Output {
  readonly #stream: Sink
  #closed = false

  constructor(stream: Sink) {
    this.#stream = stream
    stream.on('error', this.#onError)
  }

  /** Writes lines, made harmless for a terminal; resolves once they have left this process. */
  async lines(...lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.raw(lines.map((line) => `${harmless(line)}\n`).join(''))
  }

  /** Writes text as it is. */
  async raw(text: string): Promise<void> {
    if (this.#closed) return
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(text, (error) => {
        if (error && !isClosing(error)) return reject(new OutputError(error.message, { cause: error }))
        if (error) this.#closed = true
        resolve()
      })
    })
  }

  /** Stops listening to the stream. */
  release(): void {
    this.#stream.off('error', this.#onError)
  }

  // ignored: what goes wrong with a write reaches its callback too; without a listener it would end the process
  #onError = (error: Error): void => {
    this.#closed ||= isClosing(error)
  }
}

function isClosing(error: Error): boolean {
  return 'code' in error && NOBODY_READS.has(String(error.code))
}
