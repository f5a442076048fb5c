/** No strict prefix of a message is a message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { allKinds } from './kinds.ts'

for (const { name, messages, read } of await allKinds()) {
  if (read === undefined) continue
  test(`${name}: every strict prefix throws DecodeError`, () => {
    for (const message of messages) {
      for (let length = 0; length < message.length; length++) {
        assert.throws(() => read(message.slice(0, length)), DecodeError, `${length} of ${message.length} bytes`)
      }
    }
  })
}
