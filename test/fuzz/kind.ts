/** A kind of message: what it looks like when it is whole, and what takes it in. */
import assert from 'node:assert/strict'
import { type Codec, decode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { explain } from '../../src/wire/explain.ts'
import { mutate } from './mutate.ts'
import { Random } from './random.ts'

export interface Kind {
  readonly name: string
  readonly messages: readonly Uint8Array[]
  /** Takes in any bytes; fails for anything but what the code under test promises. */
  readonly check: (bytes: Uint8Array) => void | Promise<void>
  /** The decoder alone, where the kind is one message: no strict prefix of a message is a message. */
  readonly read?: (bytes: Uint8Array) => unknown
}

/** What a decoder may make of `length` bytes: a few values for each of them. */
const VALUES_PER_BYTE = 8
const VALUES_AT_LEAST = 100

/** A kind whose decoder gives a value of bounded size or a `DecodeError`. */
export function decoded(name: string, messages: readonly Uint8Array[], run: (bytes: Uint8Array) => unknown): Kind {
  return {
    name,
    messages,
    read: run,
    check(bytes) {
      try {
        const limit = VALUES_AT_LEAST + bytes.length * VALUES_PER_BYTE
        assert.equal(sizeOf(run(bytes), limit) <= limit, true, `more than ${limit} values of ${bytes.length} bytes`)
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error
      }
    },
  }
}

/** An explanation costs as much as ten decodings: every eighth length gets one. */
const EXPLAINED = 8

/** The kind of a codec; its explanation must agree with it. */
export function coded<T>(name: string, codec: Codec<T>, messages: readonly Uint8Array[]): Kind {
  return decoded(name, messages, (bytes) => {
    const error = bytes.length % EXPLAINED === 0 ? explain(codec, bytes).error : null
    if (error !== null) {
      assert.throws(() => decode(codec, bytes), error)
      throw error
    }
    return decode(codec, bytes)
  })
}

/** Runs `count` mutations; an error tells how to run the one that failed again. */
export async function fuzz({ name, messages, check }: Kind, seed: number, count: number): Promise<void> {
  const random = new Random(seed)
  const failing = await withoutStacks(async () => {
    for (let i = 0; i < count; i++) {
      const bytes = mutate(messages, random)
      try {
        const done = check(bytes.slice())
        if (done !== undefined) await done
      } catch (error) {
        return { i, bytes, error }
      }
    }
    return null
  })
  if (failing === null) return
  const cause = await stackOf(() => check(failing.bytes.slice()), failing.error)
  const where = `${name}, seed ${seed}, mutation ${failing.i}`
  throw new Error(`${where}: ${Buffer.from(failing.bytes).toString('hex')}`, { cause })
}

/** Most mutations end in an error, and to note where it was thrown takes longer than to get there. */
async function withoutStacks<T>(run: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return await run()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** The same failure once more, with its stack. */
async function stackOf(check: () => void | Promise<void>, first: unknown): Promise<unknown> {
  try {
    await check()
    return first
  } catch (error) {
    return error
  }
}

function sizeOf(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || limit < 0) return 1
  let size = 1
  for (const each of Object.values(value)) {
    size += sizeOf(each, limit - size)
    if (size > limit) break
  }
  return size
}
