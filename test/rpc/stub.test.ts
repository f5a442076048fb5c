/** Stub data in pieces. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Assembly, piecesOf } from '../../src/rpc/stub.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'

const header = (pfcFlags: number) => ({ ptype: 2, pfcFlags, fragLength: 0, authLength: 0, callId: 1 })
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => i & 0xff)

test('piecesOf cuts at multiples of 16 and tells what is left', () => {
  const shape = (length: number) =>
    [...piecesOf(bytesOf(length), 40)].map(({ stub, ...piece }) => ({ ...piece, length: stub.length }))
  assert.deepEqual(shape(0), [{ length: 0, pfcFlags: 3, allocHint: 0, last: true }])
  assert.deepEqual(shape(32), [{ length: 32, pfcFlags: 3, allocHint: 32, last: true }])
  assert.deepEqual(shape(70), [
    { length: 32, pfcFlags: 1, allocHint: 70, last: false },
    { length: 32, pfcFlags: 0, allocHint: 38, last: false },
    { length: 6, pfcFlags: 2, allocHint: 6, last: true },
  ])
})

test('Assembly puts together what piecesOf cut', () => {
  const assembly = new Assembly(1000)
  const whole = [...piecesOf(bytesOf(500), 64)].map(({ pfcFlags, stub }) => assembly.add(header(pfcFlags), stub))
  assert.deepEqual(whole.at(-1), bytesOf(500))
  assert.equal(
    whole.slice(0, -1).every((each) => each === null),
    true,
  )
})

test('Assembly refuses more than its limit, wherever it is passed', () => {
  const assembly = new Assembly(100)
  assert.equal(assembly.add(header(1), bytesOf(60)), null)
  assert.throws(() => assembly.add(header(0), bytesOf(41)), { name: 'DecodeError', message: /more than 100 bytes/ })
  assert.throws(() => new Assembly(100).add(header(3), bytesOf(101)), DecodeError)
})

test('Assembly refuses a fragment without data that is not the last', () => {
  assert.throws(() => new Assembly(100).add(header(1), bytesOf(0)), DecodeError)
  assert.deepEqual(new Assembly(100).add(header(3), bytesOf(0)), bytesOf(0))
})

test('Assembly refuses fragments out of order', () => {
  assert.throws(() => new Assembly(100).add(header(2), bytesOf(1)), DecodeError)
  const assembly = new Assembly(100)
  assembly.add(header(1), bytesOf(1))
  assert.throws(() => assembly.add(header(1), bytesOf(1)), DecodeError)
})
