/** The cursor that encoders write to: it grows as needed and never shows bytes that nobody wrote. */

/** A position in bytes that will be sent. */
export class Writer {
  /** The byte from which offsets and alignments count. */
  origin = 0
  position = 0
  #target: Uint8Array
  #referent = 0x0002_0000

  constructor(capacity = 256) {
    this.#target = Buffer.allocUnsafe(capacity)
  }

  /** What is written to; valid until the next `claim`. */
  get target(): Uint8Array {
    return this.#target
  }

  /** Moves behind the next `length` bytes and returns where they begin; the caller overwrites all of them. */
  claim(length: number): number {
    const start = this.position
    const end = start + length
    if (end > this.#target.length) this.#grow(end)
    this.position = end
    return start
  }

  /** Writes `length` zero bytes. */
  put(length: number): void {
    const start = this.claim(length)
    this.#target.fill(0, start, start + length)
  }

  write(bytes: Uint8Array): void {
    const start = this.claim(bytes.length)
    this.#target.set(bytes, start)
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
    return new Uint8Array(this.#target.buffer, this.#target.byteOffset, this.position)
  }

  #grow(needed: number): void {
    const target = Buffer.allocUnsafe(Math.max(needed, this.#target.length * 2))
    target.set(this.#target.subarray(0, this.position))
    this.#target = target
  }
}
