/** NTLM v2 against the values of [MS-NLMP] 4.2.4. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PasswordCredential } from '../../src/auth/credential.ts'
import { clientChallenge, ntowfv2, ntProof, sessionBaseKey } from '../../src/auth/ntlm/response.ts'
import { Direction } from '../../src/auth/ntlm/session-security.ts'
import { Rc4 } from '../../src/crypto/rc4.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** [MS-NLMP] 4.2.1 */
const SERVER_CHALLENGE = hex('0123456789abcdef')
const RANDOM_SESSION_KEY = hex('55'.repeat(16))
const TEMP = clientChallenge({
  timestamp: new Uint8Array(8),
  challenge: hex('aa'.repeat(8)),
  targetInfo: hex('02000c0044006f006d00610069006e00 01000c005300650072007600650072 00 00000000'),
})
const responseKey = () => ntowfv2(new PasswordCredential('User', 'Domain', 'Password').ntHash, 'User', 'Domain')
const PROOF = '68cd0ab851e51c96aabc927bebef6a1c'

test('ntowfv2 is that of [MS-NLMP] 4.2.4.1.1', () => {
  assert.equal(text(responseKey()), '0c868a403bfd7a93a3001ef22ef02e3f')
})

test('ntowfv2 raises a user name character by character and leaves the domain alone', () => {
  const { ntHash } = new PasswordCredential('', '', 'Password')
  assert.deepEqual(ntowfv2(ntHash, 'jürgen.groß', 'Domain'), ntowfv2(ntHash, 'JÜRGEN.GROß', 'Domain'))
  assert.notDeepEqual(ntowfv2(ntHash, 'jürgen.groß', 'Domain'), ntowfv2(ntHash, 'JÜRGEN.GROSS', 'Domain'))
  assert.notDeepEqual(ntowfv2(ntHash, 'user', 'Domain'), ntowfv2(ntHash, 'user', 'DOMAIN'))
})

test('ntProof is the response of [MS-NLMP] 4.2.4.2.2', () => {
  assert.equal(text(ntProof(responseKey(), SERVER_CHALLENGE, TEMP)), PROOF)
})

test('sessionBaseKey is that of [MS-NLMP] 4.2.4.1.2', () => {
  assert.equal(text(sessionBaseKey(responseKey(), hex(PROOF))), '8de40ccadbc14a82f15cb0ad0de95ca3')
})

test('the random session key is encrypted as in [MS-NLMP] 4.2.4.2.3', () => {
  const key = new Rc4(sessionBaseKey(responseKey(), hex(PROOF)))
  assert.equal(text(key.apply(Uint8Array.from(RANDOM_SESSION_KEY))), 'c5dad2544fc9799094ce1ce90bc9d03e')
})

/** [MS-NLMP] 4.2.4.4 */
const PLAINTEXT = hex('50006c00610069006e007400650078007400')
const SEALED = '54e50165bf1936dc996020c1811b0f06fb5f'
const SIGNATURE = '010000007fb38ec5c55d497600000000'

test('Direction.seal() gives the data and the signature of [MS-NLMP] 4.2.4.4', () => {
  const message = Buffer.from(PLAINTEXT)
  const client = new Direction(RANDOM_SESSION_KEY, 'client')
  const signature = client.seal(message, { start: 0, end: message.length })
  assert.equal(text(message), SEALED)
  assert.equal(text(signature), SIGNATURE)
})

test('Direction.unseal() gives the plain text of [MS-NLMP] 4.2.4.4 and refuses any flipped bit', () => {
  const part = { start: 0, end: PLAINTEXT.length }
  const message = hex(SEALED)
  new Direction(RANDOM_SESSION_KEY, 'client').unseal(message, part, hex(SIGNATURE))
  assert.deepEqual(message, PLAINTEXT)
  for (let bit = 0; bit < 16 * 8; bit++) {
    const signature = hex(SIGNATURE)
    signature[bit >> 3]! ^= 1 << (bit & 7)
    const fresh = new Direction(RANDOM_SESSION_KEY, 'client')
    assert.throws(() => fresh.unseal(hex(SEALED), part, signature), {
      status: { space: 'hresult', value: 0x8009030f, symbol: 'SEC_E_MESSAGE_ALTERED' },
    })
  }
})

test('Direction refuses a message that was seen before', () => {
  const sender = new Direction(RANDOM_SESSION_KEY, 'server')
  const receiver = new Direction(RANDOM_SESSION_KEY, 'server')
  const signature = sender.sign(PLAINTEXT)
  receiver.verify(PLAINTEXT, signature)
  assert.throws(() => receiver.verify(PLAINTEXT, signature), /SEC_E_MESSAGE_ALTERED/)
})
