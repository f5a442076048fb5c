/** Every message against its bytes, recorded ones first. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bodyOf, compose, type Fragment, parse } from '../../src/rpc/fragment.ts'
import { NDR } from '../../src/rpc/interface.ts'
import { Auth3, Bind, BindAck, BindNak, Fault, NoBody, PduType, Request, Response } from '../../src/rpc/pdu.ts'
import type { Codec } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { hex } from '../wire/vector.ts'

const TERM_SRV_ENUMERATION = { ifUuid: '88143fd0-c28d-4b2b-8fef-8d882f6a9390', ifVersion: 1 }

function recorded(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/rpc/${name}.bin`, import.meta.url)))
}

/** Decodes the message, encodes it again to the same bytes, and finds that no strict prefix is a message. */
function assertMessage<T>(codec: Codec<T>, value: T, bytes: Uint8Array): Fragment {
  const fragment = parse(bytes)
  assert.deepEqual(bodyOf(codec, fragment), value)
  const again = compose(codec, value, fragment.header, fragment.verifier)
  assert.equal(Buffer.from(again.bytes).toString('hex'), Buffer.from(bytes).toString('hex'))
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => parse(bytes.slice(0, length)), DecodeError, `a prefix of ${length} bytes`)
  }
  return fragment
}

test('bind is read and written as tstool sends it', () => {
  const body = {
    maxXmitFrag: 4280,
    maxRecvFrag: 4280,
    assocGroupId: 0,
    contexts: [{ pContId: 0, abstractSyntax: TERM_SRV_ENUMERATION, transferSyntaxes: [NDR] }],
  }
  const ntlm = assertMessage(Bind, body, recorded('bind-tstool-ntlm-privacy'))
  assert.deepEqual(ntlm.header, { ptype: 11, pfcFlags: 3, fragLength: 112, authLength: 32, callId: 1 })
  assert.deepEqual(
    { ...ntlm.verifier, token: ntlm.verifier?.token.length },
    { authType: 10, authLevel: 6, authContextId: 79231, token: 32 },
  )
  const kerberos = assertMessage(Bind, body, recorded('bind-tstool-k-spnego-krb5'))
  assert.equal(kerberos.verifier?.authType, 9)
  assert.equal(kerberos.verifier?.token.length, 0x563)
})

test('rpc_auth_3 is read as tstool sends it, whatever its padding holds', () => {
  const bytes = recorded('auth3-tstool')
  const fragment = parse(bytes)
  assert.equal(fragment.header.ptype, PduType.rpc_auth_3)
  assert.deepEqual(bodyOf(Auth3, fragment), {})
  assert.equal(fragment.verifier?.token.length, 274)
  assert.equal(Buffer.from(fragment.verifier?.token.subarray(0, 7) ?? []).toString(), 'NTLMSSP')
  assert.deepEqual(compose(Auth3, {}, fragment.header, fragment.verifier).bytes.slice(20), bytes.slice(20))
})

test('a sealed request is taken apart as tstool sends it', () => {
  const fragment = parse(recorded('request-sealed-openenum'))
  const { stub, ...body } = bodyOf(Request, fragment)
  assert.deepEqual(body, { allocHint: 20, pContId: 0, opnum: 0 })
  assert.equal(stub.length, 20)
  assert.deepEqual([fragment.bodyEnd, fragment.trailerStart], [44, 44])
  assert.equal(fragment.verifier?.token.length, 16)
})

test('bind_ack pads its address to four bytes', () => {
  const value = {
    maxXmitFrag: 4280,
    maxRecvFrag: 5840,
    assocGroupId: 0x53f0,
    secAddr: Buffer.from('\\PIPE\\x\0'),
    results: [
      { result: 0, reason: 0, transferSyntax: NDR },
      { result: 3, reason: 2, transferSyntax: { ifUuid: '00000000-0000-0000-0000-000000000000', ifVersion: 0 } },
    ],
  }
  const bytes = hex(`
    05 00 0c 03 10000000 5800 0000 01000000
    b810 d016 f0530000                        # maxXmitFrag, maxRecvFrag, assocGroupId
    0800 5c504950455c7800                     # address with its NUL
    0000                                      # padding
    02 000000                                 # two results
    0000 0000 045d888aeb1cc9119fe808002b104860 02000000
    0300 0200 00000000000000000000000000000000 00000000
  `)
  const fragment = parse(bytes)
  assert.deepEqual({ ...bodyOf(BindAck, fragment), secAddr: '' }, { ...value, secAddr: '' })
  assertMessage(BindAck, { ...value, secAddr: new Uint8Array(value.secAddr) }, bytes)
})

test('bind_nak is read with and without what may follow the versions', () => {
  const value = { providerRejectReason: 8, versions: [{ major: 5, minor: 0 }] }
  assertMessage(BindNak, value, hex('05 00 0d 03 10000000 1500 0000 01000000  0800 01 05 00'))
  const long = hex('05 00 0d 03 10000000 1800 0000 01000000  0800 01 05 00 000000')
  assert.deepEqual(bodyOf(BindNak, parse(long)), value)
})

test('request, response, fault and messages without body', () => {
  const stub = hex('aabb')
  assertMessage(
    Request,
    { allocHint: 2, pContId: 1, opnum: 4, stub },
    hex('05 00 00 03 10000000 1a00 0000 02000000  02000000 0100 0400 aabb'),
  )
  assertMessage(
    Response,
    { allocHint: 2, pContId: 1, cancelCount: 0, stub },
    hex('05 00 02 03 10000000 1a00 0000 02000000  02000000 0100 00 00 aabb'),
  )
  assertMessage(
    Fault,
    { allocHint: 32, pContId: 0, cancelCount: 0, status: 0x1c01_0002 },
    hex('05 00 03 23 10000000 2000 0000 02000000  20000000 0000 00 00 0200011c 00000000'),
  )
  assertMessage(NoBody, {}, hex('05 00 13 03 10000000 1000 0000 02000000'))
})

test('a header that is not ours is refused', () => {
  const good = '05 00 13 03 10000000 1000 0000 02000000'
  assert.doesNotThrow(() => parse(hex(good)))
  for (const [what, bytes] of [
    ['version 4', good.replace('05', '04')],
    ['version 5.1', good.replace('05 00', '05 01')],
    ['big-endian', good.replace('10000000', '00000000')],
    ['EBCDIC', good.replace('10000000', '11000000')],
    ['a length that is too small', good.replace('1000 0000', '0f00 0000')],
    ['a length that is too large', good.replace('1000 0000', '1100 0000')],
    ['a verifier that is not there', good.replace('1000 0000', '1000 1000')],
  ] as const) {
    assert.throws(() => parse(hex(bytes)), DecodeError, what)
  }
})

test('a verifier cannot reach into the header', () => {
  const bytes = hex('05 00 00 03 10000000 2900 0100 02000000  00000000 0000 0000  0a 06 ff 00 01000000  00 ').slice()
  bytes[8] = bytes.length
  assert.throws(() => parse(bytes), { message: /authPadLength 255 exceeds the body/ })
})
