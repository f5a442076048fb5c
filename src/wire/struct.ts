/** Fields in wire order: all heads, then all tails. */
import type { Codec, Infer } from './codec.ts'
import { inField } from './decode-error.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

/** A declaration: names and codecs in wire order. */
// biome-ignore lint/suspicious/noExplicitAny: a field may carry any type; unknown would not accept a Codec<number>
export type Fields = Readonly<Record<string, Codec<any>>>

/** The value of a struct: its fields, without those that carry nothing. */
export type Struct<F extends Fields> = {
  -readonly [K in keyof F as Infer<F[K]> extends void ? never : K]: Infer<F[K]>
}

type Values = Record<string, unknown>

/** A struct of these fields, aligned as the strictest of them. */
export function struct<F extends Fields>(fields: F): Codec<Struct<F>> {
  const codec = new StructCodec(fields)
  return codec as Codec<unknown> as Codec<Struct<F>>
}

class StructCodec implements Codec<Values> {
  readonly align: number
  readonly hasTail: boolean
  readonly #names: readonly string[]
  readonly #codecs: readonly Codec<unknown>[]

  constructor(fields: Fields) {
    this.#names = Object.keys(fields)
    this.#codecs = Object.values(fields)
    this.align = Math.max(1, ...this.#codecs.map((codec) => codec.align))
    this.hasTail = this.#codecs.some((codec) => codec.hasTail)
  }

  writeHead(w: Writer, values: Values): unknown {
    w.align(this.align)
    const heads: unknown[] | null = this.hasTail ? [] : null
    for (let i = 0; i < this.#codecs.length; i++) {
      const head = this.#codecs[i]!.writeHead(w, values[this.#names[i]!], values)
      if (heads !== null) heads.push(head)
    }
    return heads
  }

  writeTail(w: Writer, values: Values, heads: unknown): void {
    for (let i = 0; i < this.#codecs.length; i++) {
      const codec = this.#codecs[i]!
      if (codec.hasTail) codec.writeTail(w, values[this.#names[i]!], (heads as unknown[])[i], values)
    }
  }

  /** Without a tail, the heads are the value; so what carries nothing stays out of them. */
  readHead(r: Reader): Values {
    r.align(this.align)
    const heads: Values = {}
    let i = 0
    try {
      for (; i < this.#codecs.length; i++) {
        const name = this.#names[i]!
        if (r.trace !== null) r.trace.enter(name)
        const head = this.#codecs[i]!.readHead(r, heads)
        if (r.trace !== null) r.trace.leave(head)
        if (head !== undefined) heads[name] = head
      }
    } catch (error) {
      throw inField(error, this.#names[i]!)
    }
    return heads
  }

  readTail(r: Reader, heads: Values): Values {
    if (!this.hasTail) return heads
    const values: Values = {}
    let i = 0
    try {
      for (; i < this.#codecs.length; i++) {
        const codec = this.#codecs[i]!
        const name = this.#names[i]!
        if (codec.silent === true) continue
        if (r.trace !== null) r.trace.enter(name)
        values[name] = codec.readTail(r, heads[name], heads)
        if (r.trace !== null) r.trace.leave(values[name])
      }
    } catch (error) {
      throw inField(error, this.#names[i]!)
    }
    return values
  }
}
