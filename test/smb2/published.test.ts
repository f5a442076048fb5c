/** Keys, signatures and encrypted messages against the conversations that Microsoft published. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Encryption } from '../../src/smb2/encryption.ts'
import { Dialect } from '../../src/smb2/messages/negotiate.ts'
import { Cipher, SigningAlgorithm } from '../../src/smb2/messages/negotiate-contexts.ts'
import { PreauthIntegrity } from '../../src/smb2/preauth-integrity.ts'
import { deriveSessionKeys } from '../../src/smb2/session-keys.ts'
import { Signing } from '../../src/smb2/signing.ts'
import { fixture } from './fixture.ts'

const gcm = fixture('microsoft-3.1.1-aes-128-gcm.txt')
const ccm = fixture('microsoft-3.0-aes-128-ccm.txt')
const AGREEMENT_311 = {
  dialect: Dialect['3.1.1'],
  cipherId: Cipher['AES-128-GCM'],
  signingAlgorithmId: SigningAlgorithm['AES-CMAC'],
}
const AGREEMENT_30 = {
  dialect: Dialect['3.0'],
  cipherId: Cipher['AES-128-CCM'],
  signingAlgorithmId: SigningAlgorithm['AES-CMAC'],
}

test('PreauthIntegrity follows the published conversation step by step', () => {
  const preauth = new PreauthIntegrity()
  const steps = [
    ['negotiateRequest', 'afterNegotiateRequest'],
    ['negotiateResponse', 'afterNegotiateResponse'],
    ['sessionSetupRequest1', 'afterSessionSetupRequest1'],
    ['sessionSetupResponse1', 'afterSessionSetupResponse1'],
    ['sessionSetupRequest2', 'preauthIntegrityHashValue'],
  ] as const
  for (const [message, value] of steps) {
    preauth.update(gcm(message))
    assert.deepEqual(Buffer.from(preauth.value), Buffer.from(gcm(value)), value)
  }
})

test('deriveSessionKeys gives the published keys of 3.1.1', () => {
  const keys = deriveSessionKeys(AGREEMENT_311, gcm('sessionKey'), gcm('preauthIntegrityHashValue'))
  assert.deepEqual(keys.signingKey, gcm('signingKey'))
  assert.deepEqual(keys.serverInKey, gcm('encryptionKey'))
  assert.deepEqual(keys.serverOutKey, gcm('decryptionKey'))
})

test('deriveSessionKeys gives the published keys of 3.0', () => {
  const keys = deriveSessionKeys(AGREEMENT_30, ccm('sessionKey'), new Uint8Array(64))
  assert.deepEqual(keys.serverInKey, ccm('encryptionKey'))
  assert.deepEqual(keys.serverOutKey, ccm('decryptionKey'))
})

test('Signing verifies and makes the signature at the end of the published logon', () => {
  const signing = new Signing(SigningAlgorithm['AES-CMAC'], gcm('signingKey'))
  const answer = gcm('sessionSetupResponse2')
  assert.equal(signing.verify(answer, 'server'), true)
  assert.deepEqual(answer, gcm('sessionSetupResponse2'))
  const again = gcm('sessionSetupResponse2')
  again.fill(0, 48, 64)
  signing.sign(again, 'server')
  assert.deepEqual(again, answer)
})

test('Signing refuses the published message with any bit flipped', () => {
  const signing = new Signing(SigningAlgorithm['AES-CMAC'], gcm('signingKey'))
  for (let bit = 0; bit < gcm('sessionSetupResponse2').length * 8; bit++) {
    const message = gcm('sessionSetupResponse2')
    message[bit >> 3]! ^= 1 << (bit & 7)
    assert.equal(signing.verify(message, 'server'), false, `bit ${bit}`)
  }
})

const CONVERSATIONS = [
  { name: 'AES-128-GCM', of: gcm, cipherId: Cipher['AES-128-GCM'], sessionId: 0x1000_0000_0025n },
  { name: 'AES-128-CCM', of: ccm, cipherId: Cipher['AES-128-CCM'], sessionId: 0x0008_e400_1400_0011n },
] as const

for (const { name, of, cipherId, sessionId } of CONVERSATIONS) {
  const encryption = () =>
    new Encryption(cipherId, sessionId, { encryptionKey: of('encryptionKey'), decryptionKey: of('decryptionKey') })

  test(`Encryption reads the published answers in ${name}`, () => {
    assert.deepEqual(
      Buffer.from(encryption().decrypt(of('writeResponseTransformed'))!),
      Buffer.from(of('writeResponse')),
    )
  })

  test(`Encryption makes the published request in ${name}`, () => {
    const transformed = encryption().seal(of('writeRequest'), of('writeRequestNonce'))
    assert.deepEqual(Buffer.from(transformed), Buffer.from(of('writeRequestTransformed')))
  })

  test(`Encryption refuses the published answer in ${name} with any byte changed`, () => {
    for (let at = 4; at < of('writeResponseTransformed').length; at++) {
      const transformed = of('writeResponseTransformed')
      transformed[at]! ^= 0x10
      assert.throws(() => assert.ok(encryption().decrypt(transformed)), `byte ${at}`)
    }
  })
}
