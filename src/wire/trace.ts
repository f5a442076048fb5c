/** A record of which field was read from which bytes; filled by the decoders while they run. */

/** One run of bytes and what it means. */
export interface TracedField {
  /** From the outermost field inwards: `contexts[2].dataLength`. */
  readonly path: string
  readonly start: number
  /** Position of the first byte behind it. */
  readonly end: number
  /** Undefined where the field is made of others that have their own rows, and where it is secret. */
  readonly value: unknown
  readonly secret: boolean
}

interface Frame {
  readonly path: string
  readonly ranges: [start: number, end: number][]
  leaf: boolean
  secret: boolean
}

/** Collects the fields of one message while it is read. */
export class Trace {
  readonly fields: TracedField[] = []
  readonly #frames: Frame[] = []

  enter(name: string): void {
    const outer = this.#frames.at(-1)
    if (outer) outer.leaf = false
    const separator = outer && !name.startsWith('[') ? '.' : ''
    this.#frames.push({
      path: `${outer?.path ?? ''}${separator}${name}`,
      ranges: [],
      leaf: true,
      secret: outer?.secret ?? false,
    })
  }

  /** Marks the field that is being read, and everything in it, as secret. */
  hide(): void {
    const frame = this.#frames.at(-1)
    if (frame) frame.secret = true
  }

  touch(start: number, end: number): void {
    const ranges = this.#frames.at(-1)?.ranges
    if (!ranges || start === end) return
    const last = ranges.at(-1)
    if (last && last[1] === start) last[1] = end
    else ranges.push([start, end])
  }

  leave(value: unknown): void {
    const frame = this.#frames.pop()
    if (!frame) return
    const shown = frame.leaf && !frame.secret ? value : undefined
    for (const [start, end] of frame.ranges) {
      this.fields.push({ path: frame.path, start, end, value: shown, secret: frame.secret })
    }
  }
}
