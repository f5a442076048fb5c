/** Times at the ends of the calendar. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FILETIME, fromFileTime, toFileTime } from '../../src/tsts/file-time.ts'
import { encode } from '../../src/wire/codec.ts'
import { assertVector, hex } from '../wire/vector.ts'

test('FILETIME counts from 1601', () => {
  // 1970-01-01 is 116,444,736,000,000,000 intervals of 100 ns after 1601-01-01
  assertVector(FILETIME, new Date(0), hex('00803ed5deb19d01'))
  assert.equal(fromFileTime(10_000n)?.toISOString(), '1601-01-01T00:00:00.001Z')
})

test('FILETIME of 0, of the negative and beyond the calendar is null', () => {
  for (const ticks of [0n, -1n, 0x7fff_ffff_ffff_ffffn, -(2n ** 63n), 2_650_467_744_000_000_000n]) {
    assert.equal(fromFileTime(ticks), null, String(ticks))
  }
  assert.equal(fromFileTime(2_650_467_743_999_990_000n)?.toISOString(), '9999-12-31T23:59:59.999Z')
  assert.equal(toFileTime(null), 0n)
  assert.deepEqual(encode(FILETIME, null), new Uint8Array(8))
})
