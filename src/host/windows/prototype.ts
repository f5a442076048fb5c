/** The TypeScript type of a function from its C prototype and of a structure from its members, so that each is written once. */
import type { STRUCTS, TYPES } from './wtsapi32.ts'

/** A pointer or a handle; null is NULL. */
export type Pointer = bigint | null

type Alias = keyof typeof TYPES

type Value<T extends string> = T extends 'void'
  ? undefined
  : T extends 'HANDLE'
    ? Pointer
    : T extends Alias
      ? (typeof TYPES)[T] extends 'void *'
        ? Pointer
        : (typeof TYPES)[T] extends 'str16'
          ? string | null
          : number
      : never

// An output buffer of characters is filled in place; any other output is an array of one.
type Parameter<P extends string> = P extends `${'_Out_' | '_Inout_'} ${infer T} *${string}`
  ? T extends 'WCHAR'
    ? Uint8Array
    : Value<T>[]
  : P extends `${infer T} ${string}`
    ? Value<T>
    : never

type Parameters<L extends string> = L extends ''
  ? []
  : L extends `${infer P}, ${infer Rest}`
    ? [Parameter<P>, ...Parameters<Rest>]
    : [Parameter<L>]

/** The function that a prototype declares. */
export type FunctionOf<S extends string> = S extends `${infer R} __stdcall ${string}(${infer L})`
  ? (...args: Parameters<L>) => Value<R>
  : never

type Member<T extends string> = T extends keyof typeof STRUCTS
  ? StructOf<T>
  : T extends `WCHAR[${string}`
    ? string
    : T extends `BYTE[${string}`
      ? Uint8Array
      : T extends 'LARGE_INTEGER'
        ? number | bigint
        : Value<T>

type Members<S> = { readonly [M in keyof S]: Member<S[M] & string> }

/** A decoded structure of that name. */
export type StructOf<T extends keyof typeof STRUCTS> = Members<(typeof STRUCTS)[T]>
