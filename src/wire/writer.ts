/** The cursor that encoders write to: it grows as needed and never shows bytes that nobody wrote. */

/** A position in bytes that will be sent. */
export class Writer {
  /** The byte from which offsets and alignments count. */
  origin = 0
  position = 0
  #bytes: Uint8Array
  #view: DataView
  #referent = 0x0002_0000

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** Valid until the next `put`. */
  get view(): DataView {
    return this.#view
  }

  /** Makes room for `length` bytes, moves behind them and returns where they begin. */
  put(length: number): number {
    const start = this.position
    const end = start + length
    if (end > this.#bytes.length) this.#grow(end)
    this.position = end
    return start
  }

  write(bytes: Uint8Array): void {
    const start = this.put(bytes.length)
    this.#bytes.set(bytes, start)
  }

  /** Zero bytes up to the next multiple of `alignment`, counted from the origin. */
  align(alignment: number): void {
    const over = (this.position - this.origin) % alignment
    if (over !== 0) this.put(alignment - over)
  }

  /** Runs `write` at an earlier position and returns to this one. */
  patch(position: number, write: () => void): void {
    const here = this.position
    this.position = position
    write()
    this.position = here
  }

  /** A number that no earlier pointer of this message has. */
  nextReferent(): number {
    this.#referent += 4
    return this.#referent
  }

  /** What was written so far: a view, not a copy. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.position)
  }

  #grow(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    bytes.set(this.#bytes)
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }
}
