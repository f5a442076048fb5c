/** The stubs of every call, both ways. */
import { encode } from '../../../src/wire/codec.ts'
import { coded, type Kind } from '../kind.ts'
import { SAMPLES } from './tsts-samples.ts'

export const TSTS_KINDS: readonly Kind[] = SAMPLES.flatMap(({ call, operation, ...values }) =>
  (['in', 'out'] as const)
    .map((side) => {
      const messages = values[side].map((value) => encode(operation[side], value))
      return coded(`${call} [${side}]`, operation[side], messages)
    })
    .filter(({ messages }) => messages.some(({ length }) => length > 0)),
)
