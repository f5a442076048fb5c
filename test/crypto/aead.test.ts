/** AES-GCM, AES-CCM and AES-GMAC against @noble and themselves; Microsoft's published messages are in test/smb2. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gcm } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { AES_128_CCM, AES_128_GCM, AES_256_CCM, AES_256_GCM } from '../../src/crypto/aead.ts'
import { aesGmac } from '../../src/crypto/aes-gmac.ts'

const CIPHERS = { AES_128_CCM, AES_128_GCM, AES_256_CCM, AES_256_GCM }

for (const [name, cipher] of Object.entries(CIPHERS)) {
  const key = new Uint8Array(cipher.keyLength).fill(3)
  const nonce = new Uint8Array(cipher.nonceLength).fill(5)
  const beside = Buffer.from('beside')

  test(`${name} opens what it sealed`, () => {
    const plaintext = Buffer.from('a message')
    const opened = cipher.open(key, nonce, cipher.seal(key, nonce, plaintext, beside), beside)
    assert.deepEqual(opened, plaintext)
  })

  test(`${name} opens nothing in which one bit is different`, () => {
    const sealed = cipher.seal(key, nonce, Buffer.from('a message'), beside)
    const flipped = { ...sealed, ciphertext: sealed.ciphertext.map((byte, i) => (i === 4 ? byte ^ 1 : byte)) }
    assert.equal(cipher.open(key, nonce, flipped, beside), null)
    const wrongTag = { ...sealed, tag: sealed.tag.map((byte, i) => (i === 15 ? byte ^ 0x80 : byte)) }
    assert.equal(cipher.open(key, nonce, wrongTag, beside), null)
    assert.equal(cipher.open(key, nonce, sealed, Buffer.from('besidf')), null)
    assert.equal(cipher.open(key, nonce, { ...sealed, tag: sealed.tag.subarray(0, 4) }, beside), null)
  })
}

test('AES-GCM and AES-GMAC agree with @noble for any input', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
  fc.assert(
    fc.property(bytes(32), bytes(12), fc.uint8Array(), fc.uint8Array(), (key, nonce, plaintext, beside) => {
      const { ciphertext, tag } = AES_256_GCM.seal(key, nonce, plaintext, beside)
      const expected = Buffer.from(gcm(key, nonce, beside).encrypt(plaintext))
      assert.deepEqual(Buffer.concat([ciphertext, tag]), expected)
      const mac = gcm(key.subarray(0, 16), nonce, beside).encrypt(new Uint8Array())
      assert.deepEqual(Buffer.from(aesGmac(key.subarray(0, 16), nonce, beside)), Buffer.from(mac))
    }),
  )
})
