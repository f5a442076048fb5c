/** One assertion for a message and its bytes: both directions, and no strict prefix that decodes. */
import assert from 'node:assert/strict'
import { type Codec, decode, encode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'

/** Bytes from hex laid out by field; what follows a `#` is a comment. */
export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(/#.*$/gm, '').replaceAll(/\s+/g, ''), 'hex'))
}

export function assertVector<T>(codec: Codec<T>, value: T, bytes: Uint8Array): void {
  assert.equal(Buffer.from(encode(codec, value)).toString('hex'), Buffer.from(bytes).toString('hex'))
  assert.deepEqual(decode(codec, bytes), value)
  assertPrefixesThrow(codec, bytes)
}

function assertPrefixesThrow<T>(codec: Codec<T>, bytes: Uint8Array): void {
  for (let length = 0; length < bytes.length; length++) {
    const prefix = bytes.slice(0, length)
    assert.throws(() => decode(codec, prefix), DecodeError, `a prefix of ${length} bytes`)
  }
}
