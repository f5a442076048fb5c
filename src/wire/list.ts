/** Lists whose element count stands in another field. */
import { ALONE, type Codec, type Siblings } from './codec.ts'
import { DecodeError } from './decode-error.ts'
import type { Reader } from './reader.ts'
import { within } from './within.ts'
import type { Writer } from './writer.ts'

/** The number of elements of the field `name`; carries no value of its own. */
export function countOf(integer: Codec<number>, name: string): Codec<void> {
  return {
    align: integer.align,
    hasTail: true,
    silent: true,
    writeHead: (w, _, siblings) => integer.writeHead(w, (siblings[name] as unknown[]).length, siblings),
    writeTail() {},
    readHead: (r, siblings) => integer.readHead(r, siblings),
    readTail() {},
  }
}

/** As many elements as the field `count` says, in line. */
export function list<T>(element: Codec<T>, count: string): Codec<T[]> {
  return {
    align: element.align,
    hasTail: element.hasTail,
    writeHead: (w, elements) => writeHeads(w, element, elements, 1),
    writeTail: (w, elements, heads) => writeTails(w, element, elements, heads),
    readHead: (r, siblings) => readHeads(r, element, countIn(siblings, count, r), 1),
    readTail: (r, heads) => readTails(r, element, heads as unknown[]),
  }
}

/** Where a list lies and who counts it. */
export interface ListPlace {
  /** The field that holds the number of elements. */
  readonly count: string
  /** Each element begins at a multiple of this, counted from the origin. Default 1. */
  readonly align?: number
}

/** An offset in the head and, where it points, as many elements as the field `count` says; 0 when there are none. */
export function listAt<T>(offset: Codec<number>, element: Codec<T>, { count, align = 1 }: ListPlace): Codec<T[]> {
  return {
    align: offset.align,
    hasTail: true,
    writeHead(w, _, siblings) {
      const at = w.position
      offset.writeHead(w, 0, siblings)
      return at
    },
    writeTail(w, elements, head, siblings) {
      if (elements.length === 0) return
      w.align(align)
      const start = w.position - w.origin
      w.patch(head as number, () => offset.writeHead(w, start, siblings))
      writeTails(w, element, elements, writeHeads(w, element, elements, align))
    },
    readHead: (r, siblings) => offset.readHead(r, siblings),
    readTail(r, head, siblings) {
      if (siblings[count] === 0) return []
      const here = r.position
      r.seek(head as number)
      const value = readTails(r, element, readHeads(r, element, countIn(siblings, count, r), align))
      if (r.position < here) r.position = here
      return value
    },
  }
}

function countIn(siblings: Siblings, name: string, r: Reader): number {
  const count = siblings[name]
  if (typeof count !== 'number') throw new DecodeError(`its count ${name} was not read before it`, r.position)
  return r.check(count)
}

/** The heads of all elements, each at a multiple of `align`. */
export function writeHeads<T>(w: Writer, element: Codec<T>, elements: readonly T[], align: number): unknown[] {
  return elements.map((each) => {
    w.align(align)
    return element.writeHead(w, each, ALONE)
  })
}

/** The tails of all elements; `heads` is what `writeHeads` returned. */
export function writeTails<T>(w: Writer, element: Codec<T>, elements: readonly T[], heads: unknown): void {
  if (!element.hasTail) return
  for (const [i, each] of elements.entries()) element.writeTail(w, each, (heads as unknown[])[i], ALONE)
}

/** The heads of `count` elements, each at a multiple of `align`. */
export function readHeads<T>(r: Reader, element: Codec<T>, count: number, align: number): unknown[] {
  const heads: unknown[] = []
  for (let i = 0; i < count; i++) {
    r.align(align)
    heads.push(within(r, `[${i}]`, () => element.readHead(r, ALONE)))
  }
  return heads
}

/** The elements whose heads were read. */
export function readTails<T>(r: Reader, element: Codec<T>, heads: unknown[]): T[] {
  if (!element.hasTail) return heads as T[]
  return heads.map((head, i) => within(r, `[${i}]`, () => element.readTail(r, head, ALONE)))
}
