/** The cursor that decoders read from: every byte is checked to exist before it is touched. */
import { DecodeError } from './decode-error.ts'
import type { Trace } from './trace.ts'

/** Where reading begins. */
export interface ReaderOptions {
  /** The byte from which offsets and alignments count. Default 0. */
  readonly origin?: number | undefined
  /** Where the cursor begins. Default: `origin`. */
  readonly position?: number | undefined
  readonly trace?: Trace | null | undefined
}

/** A position in bytes that were received. */
export class Reader {
  readonly bytes: Uint8Array
  /** Position of the first byte behind the message. */
  readonly end: number
  readonly trace: Trace | null
  origin: number
  position: number

  constructor(bytes: Uint8Array, { origin = 0, position = origin, trace = null }: ReaderOptions = {}) {
    this.bytes = bytes
    this.end = bytes.length
    this.origin = origin
    this.position = position
    this.trace = trace
  }

  get remaining(): number {
    return this.end - this.position
  }

  /** Moves behind the next `length` bytes and returns where they begin. */
  take(length: number): number {
    const start = this.position
    const end = start + length
    if (end > this.end) throw new DecodeError(`needs ${length} bytes where ${this.end - start} are left`, start)
    this.position = end
    if (this.trace !== null) this.trace.touch(start, end)
    return start
  }

  /** The next `length` bytes: a view, not a copy. */
  slice(length: number): Uint8Array {
    const start = this.take(length)
    return this.bytes.subarray(start, start + length)
  }

  /** Moves to `offset`, counted from the origin. */
  seek(offset: number): void {
    const position = this.origin + offset
    if (position > this.end) throw new DecodeError(`offset ${offset} lies behind the end`, this.position)
    this.position = position
  }

  /** Skips to the next multiple of `alignment`, counted from the origin. */
  align(alignment: number): void {
    const over = (this.position - this.origin) % alignment
    if (over === 0) return
    const position = this.position + alignment - over
    if (position > this.end) throw new DecodeError(`ends within padding to ${alignment} bytes`, this.position)
    this.position = position
  }

  /** Refuses a count that the bytes left cannot hold, before anything is allocated for it. */
  check(count: number, elementLength = 1): number {
    if (count * elementLength > this.remaining)
      throw new DecodeError(`count ${count} exceeds the ${this.remaining} bytes left`, this.position)
    return count
  }
}
