/** The types that a D-Bus signature lists. D-Bus Specification, "Type System". */
import { DecodeError } from '../wire/decode-error.ts'

/** Characters of a signature, by the specification. */
const LONGEST = 255

/**
 * Its single complete types: "sa{sv}(so)" holds "s", "a{sv}" and "(so)".
 * @throws DecodeError where one has no end
 */
export function completeTypes(signature: string): readonly string[] {
  if (signature.length === 1 && !'a({'.includes(signature)) return [signature]
  if (signature.length > LONGEST) throw new DecodeError(`a signature of ${signature.length} characters`, 0)
  const types: string[] = []
  for (let start = 0; start < signature.length; ) {
    const end = endOfType(signature, start)
    types.push(signature.slice(start, end))
    start = end
  }
  return types
}

/** What the first byte of a value of that type is aligned to. */
export function alignmentOf(type: string): number {
  return ALIGNMENTS[type[0] ?? ''] ?? 1
}

const ALIGNMENTS: Readonly<Record<string, number>> = {
  ...{ n: 2, q: 2, b: 4, i: 4, u: 4, h: 4, s: 4, o: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}' }

function endOfType(signature: string, start: number): number {
  const kind = signature[start]
  if (kind === undefined) throw new DecodeError(`the signature "${signature}" has no end`, start)
  if (kind === 'a') return endOfType(signature, start + 1)
  const closing = CLOSING[kind]
  let at = start + 1
  if (closing === undefined) return at
  while (signature[at] !== closing) at = endOfType(signature, at)
  return at + 1
}
