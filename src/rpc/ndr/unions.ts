/** NDR unions: the discriminant, then the arm that it selects. [C706] 14.3.8 */
import { ALONE, type Codec, type Infer, read, write } from '../../wire/codec.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import type { Reader } from '../../wire/reader.ts'
import { within } from '../../wire/within.ts'
import type { Writer } from '../../wire/writer.ts'
import { ulong } from './scalars.ts'

/** Arms by discriminant. */
export type Arms = Readonly<Record<number, Codec<unknown>>>

/** The values of a union: each discriminant with its arm. */
export type Union<A extends Arms, T extends string, V extends string> = {
  [K in keyof A & number]: { readonly [Name in T]: K } & { readonly [Name in V]: Infer<A[K]> }
}[keyof A & number]

interface Choice {
  readonly tag: number
  readonly arm: Codec<unknown>
  readonly head: unknown
}

/** An encapsulated union: `tag` selects and `value` is what it selects. [C706] 14.3.8 */
export function union<A extends Arms, const T extends string, const V extends string>(
  [tag, discriminant]: readonly [T, Codec<number>],
  [value, arms]: readonly [V, A],
): Codec<Union<A, T, V>> {
  const codec = new UnionCodec(tag, discriminant, value, arms)
  return codec as Codec<unknown> as Codec<Union<A, T, V>>
}

/** `struct { DWORD Level; [switch_is(Level)] union Data }`: the union repeats its discriminant. [C706] 14.3.8 */
export function levels<A extends Arms>(arms: A): Codec<Union<A, 'Level', 'Data'>> {
  const inner = union(['Level', ulong], ['Data', arms])
  const align = Math.max(ulong.align, inner.align)
  return {
    align,
    hasTail: true,
    writeHead(w, value) {
      w.align(align)
      write(ulong, w, value.Level)
      return inner.writeHead(w, value, ALONE)
    },
    writeTail: (w, value, head) => inner.writeTail(w, value, head, ALONE),
    readHead(r) {
      r.align(align)
      const level = within(r, 'Level', () => read(ulong, r))
      const head = inner.readHead(r, ALONE) as Choice
      if (head.tag !== level) throw new DecodeError(`union ${head.tag} stands in level ${level}`, r.position)
      return head
    },
    readTail: (r, head) => inner.readTail(r, head, ALONE),
  }
}

type Values = Readonly<Record<string, unknown>>

/** The discriminant is aligned by its own type, the arm like the strictest of all arms. [MS-RPCE] 2.2.4.5 */
class UnionCodec implements Codec<Values> {
  readonly align: number
  readonly hasTail = true
  readonly #tag: string
  readonly #discriminant: Codec<number>
  readonly #value: string
  readonly #arms: Arms
  readonly #armAlign: number

  constructor(tag: string, discriminant: Codec<number>, value: string, arms: Arms) {
    this.#armAlign = Math.max(...Object.values(arms).map((arm) => arm.align))
    this.align = Math.max(discriminant.align, this.#armAlign)
    this.#tag = tag
    this.#discriminant = discriminant
    this.#value = value
    this.#arms = arms
  }

  writeHead(w: Writer, values: Values): unknown {
    const tag = values[this.#tag] as number
    const arm = this.#arms[tag]
    if (arm === undefined) throw new RangeError(`${tag} selects nothing`)
    write(this.#discriminant, w, tag)
    w.align(this.#armAlign)
    return arm.writeHead(w, values[this.#value], ALONE)
  }

  writeTail(w: Writer, values: Values, head: unknown): void {
    const arm = this.#arms[values[this.#tag] as number]!
    if (arm.hasTail) arm.writeTail(w, values[this.#value], head, ALONE)
  }

  readHead(r: Reader): Choice {
    const tag = within(r, this.#tag, () => read(this.#discriminant, r))
    const arm = this.#arms[tag]
    if (arm === undefined) throw new DecodeError(`${tag} selects nothing`, r.position)
    r.align(this.#armAlign)
    return { tag, arm, head: within(r, this.#value, () => arm.readHead(r, ALONE)) }
  }

  readTail(r: Reader, choice: unknown): Values {
    const { tag, arm, head } = choice as Choice
    return { [this.#tag]: tag, [this.#value]: within(r, this.#value, () => arm.readTail(r, head, ALONE)) }
  }
}
