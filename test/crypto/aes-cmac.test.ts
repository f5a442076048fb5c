/** AES-CMAC against RFC 4493 and @noble. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cmac } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { aesCmac } from '../../src/crypto/aes-cmac.ts'

const KEY = Buffer.from('2b7e151628aed2a6abf7158809cf4f3c', 'hex')
const MESSAGE = Buffer.from(
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51' +
    '30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
  'hex',
)

/** RFC 4493 §4 */
const EXAMPLES = {
  0: 'bb1d6929e95937287fa37d129b756746',
  16: '070a16b46b4d4144f79bdd9dd04a287c',
  40: 'dfa66747de9ae63030ca32611497c827',
  64: '51f0bebf7e3b9d92fc49741779363cfe',
}

for (const [length, mac] of Object.entries(EXAMPLES)) {
  test(`aesCmac of ${length} bytes is RFC 4493's`, () => {
    assert.equal(Buffer.from(aesCmac(KEY, MESSAGE.subarray(0, Number(length)))).toString('hex'), mac)
  })
}

test('aesCmac agrees with @noble for any key and message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
      assert.deepEqual(Buffer.from(aesCmac(key, message)), Buffer.from(cmac(message, key)))
    }),
  )
})
