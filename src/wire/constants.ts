/** Fields whose value the specification fixes: constants, padding, closed enumerations. */
import { type Codec, inline, mapped, read, write } from './codec.ts'
import { DecodeError } from './decode-error.ts'

/** Always `value`; anything else is a `DecodeError`. */
export function literal(integer: Codec<number>, value: number): Codec<void> {
  return {
    ...inline<void>(
      integer.align,
      (w) => write(integer, w, value),
      (r) => {
        const start = r.position
        const found = read(integer, r)
        if (found !== value) throw new DecodeError(`${hex(found)} stands where ${hex(value)} must`, start)
      },
    ),
    silent: true,
  }
}

/** `length` bytes that are sent as zero and ignored when received. */
export function reserved(length: number): Codec<void> {
  return {
    ...inline<void>(
      1,
      (w) => {
        w.put(length)
      },
      (r) => {
        r.take(length)
      },
    ),
    silent: true,
  }
}

/** A closed enumeration: a value that is not among `values` is a `DecodeError`. */
export function oneOf<const V extends Readonly<Record<string, number>>>(
  integer: Codec<number>,
  values: V,
): Codec<V[keyof V]> {
  const known = new Set<number>(Object.values(values))
  return mapped<number, V[keyof V]>(
    integer,
    (value) => value,
    (value, r) => {
      if (!known.has(value)) throw new DecodeError(`${hex(value)} is none of the values defined`, r.position)
      return value as V[keyof V]
    },
  )
}

function hex(value: number): string {
  return `0x${value.toString(16)}`
}
