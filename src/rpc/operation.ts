/** Methods of an interface, declared like their IDL: what goes in and what comes out. */
import { ALONE, type Codec } from '../wire/codec.ts'
import type { Fields, Struct } from '../wire/struct.ts'
import { within } from '../wire/within.ts'

/** One method: its number and what travels each way. */
export interface Operation<I = unknown, O = unknown> {
  readonly opnum: number
  readonly in: Codec<I>
  readonly out: Codec<O>
}

/**
 * One method. `in` holds the [in] and [in, out] parameters in the IDL's order, `out` the [out] and [in, out] ones and
 * `returnValue`. A top-level [ref] pointer is not on the wire: it is declared by what it points at. [C706] 14.4
 */
export function operation<I extends Fields, O extends Fields>(
  opnum: number,
  fields: { readonly in: I; readonly out: O },
): Operation<Struct<I>, Struct<O>> {
  return { opnum, in: parameters(fields.in), out: parameters(fields.out) }
}

/** Unlike the fields of a struct, each parameter is followed by its own tail. [C706] 14.3.12.3 */
function parameters<F extends Fields>(fields: F): Codec<Struct<F>> {
  const names = Object.keys(fields)
  const codec: Codec<Record<string, unknown>> = {
    align: 1,
    hasTail: false,
    writeHead(w, values) {
      for (const name of names) {
        const field = fields[name]!
        const head = field.writeHead(w, values[name], ALONE)
        if (field.hasTail) field.writeTail(w, values[name], head, ALONE)
      }
    },
    writeTail() {},
    readHead(r) {
      const values: Record<string, unknown> = {}
      for (const name of names) {
        const field = fields[name]!
        values[name] = within(r, name, () => field.readTail(r, field.readHead(r, ALONE), ALONE))
      }
      return values
    },
    readTail: (_, values) => values as Record<string, unknown>,
  }
  return codec as Codec<unknown> as Codec<Struct<F>>
}
