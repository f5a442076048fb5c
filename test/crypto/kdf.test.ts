/** The key derivation against the values Microsoft published for SMB 3.0 and 3.1.1. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kdf } from '../../src/crypto/kdf.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

/** "SMB 2 and SMB 3 security in Windows 10: the anatomy of signing and cryptographic keys", Microsoft, 2017. */
const SMB_3_0 = '7cd451825d0450d235424e44ba6e78cc'
const SMB_3_1_1 = '270e1ba896585eeb7af3472d3b4c75a7'
const PREAUTH = hex(
  '0dd13628cc3ed218ef9df9772d436d0887ab9814bfae63a80aa845f36909db79' +
    '28622dddad522d9751640a459762c5a9d6bb084cbb3ce6bdadef5d5bce3c6c01',
)
const DERIVED: readonly [string, string, Uint8Array, string][] = [
  [SMB_3_0, 'SMB2AESCMAC\0', Buffer.from('SmbSign\0'), '0b7e9c5cac36c0f6ea9ab275298cedce'],
  [SMB_3_0, 'SMB2AESCCM\0', Buffer.from('ServerIn \0'), 'fad27796665b313ebb578f388632b4f7'],
  [SMB_3_0, 'SMB2AESCCM\0', Buffer.from('ServerOut\0'), 'b0f0427f7ceb416d1d9dcc0cd4f99447'],
  [SMB_3_0, 'SMB2APP\0', Buffer.from('SmbRpc\0'), 'bb23a4575aa26c721af525af15a87b4f'],
  [SMB_3_1_1, 'SMBSigningKey\0', PREAUTH, '73fe7a9a77bef0bde49c650d8ccb5f76'],
  [SMB_3_1_1, 'SMBC2SCipherKey\0', PREAUTH, '629bcbc54422a0f572b97f45989b6073'],
  [SMB_3_1_1, 'SMBS2CCipherKey\0', PREAUTH, 'e2af0dcefac68da71a0dfbd0d1350d74'],
  [SMB_3_1_1, 'SMBAppKey\0', PREAUTH, '6d7ad7954e9ec61e907b4d473dc178ff'],
]

for (const [key, label, context, derived] of DERIVED) {
  test(`kdf derives the published ${label.slice(0, -1)} from ${key.slice(0, 8)}`, () => {
    assert.equal(Buffer.from(kdf(hex(key), Buffer.from(label), context, 16)).toString('hex'), derived)
  })
}

test('kdf says the length it derives, so that 32 bytes do not begin with the 16', () => {
  const label = Buffer.from('SMBC2SCipherKey\0')
  assert.notDeepEqual(kdf(hex(SMB_3_1_1), label, PREAUTH, 32).subarray(0, 16), kdf(hex(SMB_3_1_1), label, PREAUTH, 16))
  assert.throws(() => kdf(hex(SMB_3_1_1), label, PREAUTH, 33), RangeError)
})
