/** The tokens of SPNEGO and NTLM against published ones, in both directions and cut short everywhere. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeOid, encodeOid } from '../../src/auth/der.ts'
import { AvId, decodeAvPairs, encodeAvPairs } from '../../src/auth/ntlm/av-pairs.ts'
import { AuthenticateMessage, ChallengeMessage, NegotiateMessage } from '../../src/auth/ntlm/messages.ts'
import { decodeInit, decodeResp, encodeInit, encodeResp, NegState } from '../../src/auth/spnego/tokens.ts'
import { decode, encode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { explain } from '../../src/wire/explain.ts'
import { Reader } from '../../src/wire/reader.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))
const NTLM = '1.3.6.1.4.1.311.2.2.10'

/** [MS-NLMP] 4.2.4.3 */
const CHALLENGE = hex(`
  4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000 2400240044000000
  060070170000000f 530065007200760065007200
  02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`)
const AUTHENTICATE = hex(`
  4e544c4d53535000 03000000 180018006c000000 5400540084000000 0c000c0048000000 0800080054000000 100010005c000000
  10001000d8000000 358288e2 0501280a0000000f
  44006f006d00610069006e00 5500730065007200 43004f004d0050005500540045005200
  86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa
  68cd0ab851e51c96aabc927bebef6a1c 0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
  02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000 00000000
  c5dad2544fc97990 94ce1ce90bc9d03e`)
/** "SMB 3.1.1 Encryption in Windows 10", Microsoft, 2015, appendix A.1: the tokens of its SESSION_SETUP messages. */
const INIT = hex(`604806062b0601050502a03e303ca00e300c060a2b06010401823702020aa22a
  04284e544c4d5353500001000000978208e200000000000000000000000000000000060380250000000f`)
const COMPLETED = hex('a11b3019a0030a0100a3120410010000003932a87523ab660100000000')
function refusesPrefixes(bytes: Uint8Array, read: (bytes: Uint8Array) => unknown): void {
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => read(bytes.subarray(0, length)), DecodeError, `${length} bytes`)
  }
}

test('ChallengeMessage matches [MS-NLMP] 4.2.4.3 in both directions', () => {
  const value = decode(ChallengeMessage, CHALLENGE)
  assert.equal(value.targetName, 'Server')
  assert.deepEqual(Buffer.from(value.serverChallenge), Buffer.from('0123456789abcdef', 'hex'))
  assert.deepEqual([...decodeAvPairs(value.targetInfo).keys()], [AvId.MsvAvNbDomainName, AvId.MsvAvNbComputerName])
  assert.deepEqual(Buffer.from(encode(ChallengeMessage, value)), Buffer.from(CHALLENGE))
  refusesPrefixes(CHALLENGE, (bytes) => decode(ChallengeMessage, bytes))
})

test('AuthenticateMessage reads [MS-NLMP] 4.2.4.3', () => {
  const value = decode(AuthenticateMessage, AUTHENTICATE)
  assert.equal(`${value.domainName}\\${value.userName} at ${value.workstation}`, 'Domain\\User at COMPUTER')
  assert.equal(value.ntChallengeResponse.length, 84)
  assert.equal(Buffer.from(value.encryptedRandomSessionKey).toString('hex'), 'c5dad2544fc9799094ce1ce90bc9d03e')
  refusesPrefixes(AUTHENTICATE, (bytes) => decode(AuthenticateMessage, bytes))
})

test('AuthenticateMessage does not explain proofs and keys', () => {
  const shown = JSON.stringify(explain(AuthenticateMessage, AUTHENTICATE).fields, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  )
  assert.match(shown, /COMPUTER/)
  assert.doesNotMatch(shown, /68cd0ab8|c5dad254|86c35097/)
})

test('NegTokenInit matches what Windows sends, in both directions', () => {
  const value = decodeInit(INIT)
  assert.deepEqual(value.mechTypes, [NTLM])
  assert.equal(decode(NegotiateMessage, value.mechToken!).negotiateFlags, 0xe208_8297)
  assert.deepEqual(Buffer.from(encodeInit(value)), Buffer.from(INIT))
  refusesPrefixes(INIT, decodeInit)
})

test('a server offer with the hint of [MS-SPNG] 2.2.1 is what smbd 4.17 sends', () => {
  const offer = encodeInit({ mechTypes: [NTLM], mechToken: null }, { hint: true })
  assert.equal(
    Buffer.from(offer).toString('hex'),
    '604806062b0601050502a03e303ca00e300c060a2b06010401823702020aa32a3028a0261b24' +
      Buffer.from('not_defined_in_RFC4178@please_ignore').toString('hex'),
  )
  assert.deepEqual(decodeInit(offer), { mechTypes: [NTLM], mechToken: null })
})

test('NegTokenResp matches what Windows sends, in both directions', () => {
  const value = decodeResp(COMPLETED)
  assert.equal(value.negState, NegState.acceptCompleted)
  assert.equal(value.mechListMic?.length, 16)
  assert.deepEqual(Buffer.from(encodeResp(value)), Buffer.from(COMPLETED))
  refusesPrefixes(COMPLETED, decodeResp)
})

test('an object identifier survives its encoding', () => {
  const arc = fc.integer({ min: 0, max: 0x7fff_ffff })
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 39 }),
      fc.array(arc),
      (first, second, rest) => {
        const oid = [first, second, ...rest].join('.')
        assert.equal(decodeOid(new Reader(encodeOid(oid))), oid)
      },
    ),
  )
})

test('AV pairs survive their encoding and refuse to be cut short', () => {
  const pairs = new Map([
    [AvId.MsvAvNbComputerName, Buffer.from('S\0E\0')],
    [AvId.MsvAvTimestamp, Buffer.alloc(8, 1)],
  ])
  const bytes = encodeAvPairs(pairs)
  assert.deepEqual(new Map([...decodeAvPairs(bytes)].map(([id, value]) => [id, Buffer.from(value)])), pairs)
  refusesPrefixes(bytes, decodeAvPairs)
})

test('any bytes are a token or a DecodeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 0, max: INIT.length - 1 }), (noise, at) => {
      const mutated = Uint8Array.from(INIT)
      mutated.set(noise.subarray(0, INIT.length - at), at)
      for (const bytes of [noise, mutated]) {
        for (const read of [decodeInit, decodeResp, decodeAvPairs, (b: Uint8Array) => decode(ChallengeMessage, b)]) {
          try {
            read(bytes)
          } catch (error) {
            assert.ok(error instanceof DecodeError, String(error))
          }
        }
      }
    }),
    { numRuns: 2000 },
  )
})
