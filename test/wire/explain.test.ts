/** What `explain` says of a message, whole, broken or secret. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buffer } from '../../src/wire/buffer.ts'
import { explain } from '../../src/wire/explain.ts'
import { u8, u16 } from '../../src/wire/integers.ts'
import { countOf, list } from '../../src/wire/list.ts'
import { secret } from '../../src/wire/secret.ts'
import { struct } from '../../src/wire/struct.ts'
import { hex } from './vector.ts'

const Message = struct({
  kind: u8,
  data: buffer(u8, u8),
  count: countOf(u8, 'items'),
  items: list(struct({ a: u8, b: u16 }), 'count'),
})

function rows(bytes: Uint8Array, codec = Message): string[] {
  return explain(codec, bytes).fields.map(
    ({ path, start, end, value }) => `${start}-${end} ${path} ${JSON.stringify(value)}`,
  )
}

test('explain gives every field with its bytes, heads and tails apart', () => {
  assert.deepEqual(rows(hex('07 07 02 01 05 0600 aabb')), [
    '0-1 kind 7',
    '1-3 data {"offset":7,"length":2}',
    '3-4 count 1',
    '4-5 items[0].a 5',
    '5-7 items[0].b 6',
    '7-9 data {"0":170,"1":187}',
  ])
})

test('explain shows what could be read of a broken message', () => {
  const explanation = explain(Message, hex('07 07 02 02 05 0600 aa'))
  assert.equal(explanation.fields.at(-1)?.path, 'items[1].a')
  assert.equal(explanation.error?.path, 'items[1].b')
})

test('explain never shows a secret', () => {
  const Login = struct({ user: buffer(u8, u8), password: secret(buffer(u8, u8)), key: secret(struct({ low: u8 })) })
  const explanation = explain(Login, hex('05 01 06 02 77 75 7077'))
  assert.deepEqual(
    explanation.fields.map(({ path, value, secret }) => [path, secret, value === undefined]),
    [
      ['user', false, false],
      ['password', true, true],
      ['key.low', true, true],
      ['user', false, false],
      ['password', true, true],
    ],
  )
})
