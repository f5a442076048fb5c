/** The short run of the fuzzer: 20,000 mutations of every kind of message where CI=true, else 2,000. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { decoded, fuzz } from './kind.ts'
import { allKinds } from './kinds.ts'

const COUNT = process.env.CI === 'true' ? 20_000 : 2_000
const SEED = Date.now() >>> 0

for (const kind of await allKinds()) {
  test(`${kind.name} survives ${COUNT} mutations, seed ${SEED}`, () => fuzz(kind, SEED, COUNT))
}

test('the fuzzer notices an error that is no DecodeError, and values without bound', async () => {
  const fragile = decoded('fragile', [new Uint8Array(8)], (bytes) => {
    if (bytes.length < 8) throw new DecodeError('too short', 0)
    return bytes[0] === 0xff ? new Array(bytes[1]! * 100).fill(0) : bytes
  })
  await assert.rejects(fuzz(fragile, 1, 20_000), /fragile, seed 1, mutation \d+: ff/)
  const broken = decoded('broken', [new Uint8Array(8)], (bytes) => bytes.at(99)!.toFixed())
  await assert.rejects(fuzz(broken, 1, 10), /broken, seed 1, mutation 0/)
})
