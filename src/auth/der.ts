/** The part of DER that SPNEGO and Kerberos tokens use. ITU-T X.690 */
import { DecodeError } from '../wire/decode-error.ts'
import { Reader } from '../wire/reader.ts'

/** Universal tags, constructed bit included. X.690 §8 */
export const Tag = {
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  OBJECT_IDENTIFIER: 0x06,
  ENUMERATED: 0x0a,
  GENERAL_STRING: 0x1b,
  SEQUENCE: 0x30,
} as const

/** The tag of an element that a specification writes as `[n]`. */
export function contextTag(n: number): number {
  return 0xa0 | n
}

/** One element: tag, length and the given contents. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(length)]), ...contents])
}

/** The contents of the next element, which must have this tag. @throws DecodeError */
export function expect(r: Reader, tag: number): Reader {
  const contents = optional(r, tag)
  if (contents) return contents
  const found = r.remaining === 0 ? 'the end' : `tag 0x${r.bytes[r.position]!.toString(16)}`
  throw new DecodeError(`expects tag 0x${tag.toString(16)}, finds ${found}`, r.position)
}

/** The contents of the next element if it has this tag; otherwise nothing is read. @throws DecodeError */
export function optional(r: Reader, tag: number): Reader | null {
  if (r.remaining === 0 || r.bytes[r.position] !== tag) return null
  r.take(1)
  const length = readLength(r)
  const start = r.take(length)
  return new Reader(r.bytes.subarray(0, start + length), { position: start, origin: 0 })
}

/** What is left of an element's contents. */
export function rest(r: Reader): Uint8Array {
  return r.slice(r.remaining)
}

/** The contents of an OBJECT IDENTIFIER from its dotted form. X.690 §8.19 */
export function encodeOid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number)
  return Uint8Array.from([first * 40 + second, ...others].flatMap(base128))
}

/** The dotted form of an OBJECT IDENTIFIER's contents. @throws DecodeError */
export function decodeOid(r: Reader): string {
  const numbers: number[] = []
  let value = 0
  for (const byte of rest(r)) {
    value = value * 128 + (byte & 0x7f)
    if (value > 0xffff_ffff) throw new DecodeError('object identifier too large', r.position)
    if (byte & 0x80) continue
    numbers.push(value)
    value = 0
  }
  if (numbers.length === 0) throw new DecodeError('empty object identifier', r.position)
  const head = numbers[0]!
  const first = Math.min(2, Math.floor(head / 40))
  return [first, head - first * 40, ...numbers.slice(1)].join('.')
}

function base128(value: number): number[] {
  const octets = [value & 0x7f]
  for (let left = value >>> 7; left > 0; left >>>= 7) octets.unshift((left & 0x7f) | 0x80)
  return octets
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const octets: number[] = []
  for (let left = length; left > 0; left >>>= 8) octets.unshift(left & 0xff)
  return [0x80 | octets.length, ...octets]
}

function readLength(r: Reader): number {
  const at = r.take(1)
  const first = r.bytes[at]!
  if (first < 0x80) return first
  const count = first & 0x7f
  if (count === 0 || count > 4) throw new DecodeError('length is not definite or too large', at)
  return r.slice(count).reduce((length, octet) => length * 256 + octet, 0)
}
