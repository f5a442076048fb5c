/** RC4 against RFC 6229. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Rc4 } from '../../src/crypto/rc4.ts'

const STREAMS = [
  { key: '0102030405', at0: 'b2396305f03dc027ccc3524a0a1118a8', at16: '6982944f18fc82d589c403a47a0d0919' },
  {
    key: '0102030405060708090a0b0c0d0e0f10',
    at0: '9ac7cc9a609d1ef7b2932899cde41b97',
    at16: '5248c4959014126a6e8a84f11d1a9e1c',
  },
]

for (const { key, at0, at16 } of STREAMS) {
  test(`Rc4 gives RFC 6229's key stream for ${key.length * 4} bits, in pieces`, () => {
    const cipher = new Rc4(Buffer.from(key, 'hex'))
    assert.equal(Buffer.from(cipher.apply(new Uint8Array(16))).toString('hex'), at0)
    assert.equal(Buffer.from(cipher.apply(new Uint8Array(16))).toString('hex'), at16)
  })
}

test('Rc4.clone() continues at the same place without moving the original', () => {
  const cipher = new Rc4(Buffer.from(STREAMS[0]!.key, 'hex'))
  cipher.apply(new Uint8Array(16))
  const copy = cipher.clone()
  assert.equal(Buffer.from(copy.apply(new Uint8Array(16))).toString('hex'), STREAMS[0]!.at16)
  assert.equal(Buffer.from(cipher.apply(new Uint8Array(16))).toString('hex'), STREAMS[0]!.at16)
})

test('Rc4 forgets its key stream on disposal', () => {
  const cipher = new Rc4(Buffer.from(STREAMS[0]!.key, 'hex'))
  cipher[Symbol.dispose]()
  assert.deepEqual(cipher.apply(new Uint8Array(16)), new Uint8Array(16))
})
