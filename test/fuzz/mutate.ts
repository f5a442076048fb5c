/** Damage of the kinds that decoders fear: flipped bits, wild counts, missing and surplus bytes, pieces of other messages. */
import type { Random } from './random.ts'

type Mutation = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array

const BYTES = [0x00, 0x01, 0x7f, 0x80, 0xff]
const WORDS = [0, 1, 2, 4, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff, 0x0002_0000, 0x0001_0000]

const flipBit: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  bytes[at]! ^= 1 << random.below(8)
  return bytes
}

const setByte: Mutation = (bytes, random) => {
  bytes[random.below(bytes.length)] = random.below(2) ? random.of(BYTES) : random.below(256)
  return bytes
}

const setWord: Mutation = (bytes, random) => {
  if (bytes.length < 4) return bytes
  const at = random.below(bytes.length - 3) & ~random.of([0, 1, 3])
  const value = random.below(4) ? random.of(WORDS) : bytes.length + random.below(9) - 4
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value >>> 0, true)
  return bytes
}

const truncate: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length))

const remove: Mutation = (bytes, random) => {
  const start = random.below(bytes.length)
  return joined(bytes.subarray(0, start), bytes.subarray(start + 1 + random.below(8)))
}

const insert: Mutation = (bytes, random) => {
  const start = random.below(bytes.length + 1)
  const added = Uint8Array.from({ length: 1 + random.below(16) }, () => random.below(256))
  return joined(bytes.subarray(0, start), added, bytes.subarray(start))
}

const splice: Mutation = (bytes, random, others) => {
  const other = random.of(others)
  return joined(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)))
}

const MUTATIONS = [flipBit, flipBit, setByte, setByte, setWord, setWord, setWord, truncate, remove, insert, splice]

/** One of the messages, damaged in up to four places. */
export function mutate(messages: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = random.of(messages).slice()
  for (let i = random.below(4); i >= 0; i--) {
    if (bytes.length > 0) bytes = random.of(MUTATIONS)(bytes, random, messages).slice()
  }
  return bytes
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
