/** NDR 2.0 against bytes laid out from [C706] chapter 14. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conformant, conformantVarying, fixed, varying } from '../../src/rpc/ndr/arrays.ts'
import { conformantStruct } from '../../src/rpc/ndr/conformant-struct.ts'
import { contextHandle, isNullHandle, NULL_HANDLE } from '../../src/rpc/ndr/context-handle.ts'
import { elements, octets, units } from '../../src/rpc/ndr/items.ts'
import { ref, unique } from '../../src/rpc/ndr/pointers.ts'
import { BOOL, BOOLEAN, hyper, long, uchar, ulong, ushort } from '../../src/rpc/ndr/scalars.ts'
import { wstring } from '../../src/rpc/ndr/strings.ts'
import { levels, union } from '../../src/rpc/ndr/unions.ts'
import { GUID, uuid } from '../../src/rpc/ndr/uuid.ts'
import { operation } from '../../src/rpc/operation.ts'
import { bytes } from '../../src/wire/bytes.ts'
import { decode, encode, type Infer } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { countOf, list } from '../../src/wire/list.ts'
import { struct } from '../../src/wire/struct.ts'
import { assertVector, hex } from '../wire/vector.ts'

test('scalars align to their size', () => {
  assertVector(
    struct({ a: uchar, b: ushort, c: uchar, d: ulong, e: uchar, f: hyper, g: long }),
    { a: 1, b: 2, c: 3, d: 4, e: 5, f: -6n, g: -7 },
    hex('01 00 0200 03 000000 04000000 05 000000' + 'faffffffffffffff' + 'f9ffffff'),
  )
})

test('BOOLEAN takes one byte, BOOL four, and any value but 0 is true', () => {
  assertVector(struct({ a: BOOLEAN, b: BOOL }), { a: true, b: false }, hex('01 000000 00000000'))
  assert.deepEqual(decode(struct({ a: BOOLEAN, b: BOOL }), hex('02 000000 00010000')), { a: true, b: true })
})

test('unique puts the referent behind the struct', () => {
  const Node = struct({ name: unique(wstring), id: ulong, next: unique(ulong) })
  assertVector(
    Node,
    { name: 'ab', id: 9, next: 5 },
    hex(`
      04000200 09000000 08000200   # referent, id, referent
      03000000 00000000 03000000   # maximum, offset, actual
      6100 6200 0000 0000          # 'ab', NUL, padding
      05000000
    `),
  )
  assertVector(Node, { name: null, id: 9, next: null }, hex('00000000 09000000 00000000'))
})

test('unique defers depth first', () => {
  const Inner = struct({ a: unique(ulong), b: unique(ulong) })
  assertVector(
    struct({ first: unique(Inner), second: unique(ulong) }),
    { first: { a: 1, b: 2 }, second: 3 },
    hex('04000200 08000200  0c000200 10000200 01000000 02000000  03000000'),
  )
})

test('ref refuses null', () => {
  assertVector(struct({ p: ref(ulong) }), { p: 7 }, hex('04000200 07000000'))
  assert.throws(() => decode(struct({ p: ref(ulong) }), hex('00000000 07000000')), {
    message: 'p: a [ref] pointer is null at byte 4',
  })
})

test('conformant arrays carry their count and defer what their elements point at', () => {
  assertVector(
    conformant(elements(struct({ p: unique(ulong), x: ushort }))),
    [
      { p: 1, x: 2 },
      { p: null, x: 3 },
      { p: 4, x: 5 },
    ],
    hex('03000000  04000200 0200 0000  00000000 0300 0000  08000200 0500 0000' + '01000000 04000000'),
  )
  assertVector(conformant(octets), hex('aabbcc'), hex('03000000 aabbcc'))
  assertVector(conformant(units), 'a\0', hex('02000000 6100 0000'))
})

test('conformant arrays align their elements behind the count', () => {
  assertVector(conformant(elements(hyper)), [1n], hex('01000000 00000000 0100000000000000'))
})

test('varying and fixed arrays', () => {
  assertVector(varying(octets, 4), hex('aabb'), hex('00000000 02000000 aabb'))
  assertVector(conformantVarying(elements(ushort)), [1, 2], hex('02000000 00000000 02000000 0100 0200'))
  assertVector(fixed(elements(ushort), 2), [1, 2], hex('0100 0200'))
  assert.throws(() => decode(varying(octets, 4), hex('00000000 05000000 0102030405')), DecodeError)
  assert.throws(() => decode(varying(octets, 4), hex('01000000 01000000 0102')), DecodeError)
  assert.throws(() => decode(conformantVarying(octets), hex('01000000 00000000 02000000 0102')), DecodeError)
  assert.throws(() => encode(varying(octets, 1), hex('aabb')), RangeError)
  assert.throws(() => encode(fixed(elements(ushort), 2), [1]), RangeError)
})

test('conformantVarying allows room behind the elements that travel', () => {
  assert.deepEqual(decode(conformantVarying(octets), hex('09000000 00000000 02000000 0102')), hex('0102'))
})

test('arrays refuse a count that the bytes cannot hold before they allocate', () => {
  for (const codec of [conformant(elements(uchar)), conformant(octets), conformant(units)]) {
    assert.throws(() => decode<unknown>(codec, hex('ffffffff 0000')), DecodeError)
  }
})

test('wstring needs its terminator', () => {
  assertVector(wstring, '', hex('01000000 00000000 01000000 0000'))
  assert.throws(() => decode(wstring, hex('01000000 00000000 01000000 6100')), DecodeError)
  assert.throws(() => decode(wstring, hex('00000000 00000000 00000000')), DecodeError)
  assert.equal(decode(wstring, hex('00010000 00000000 02000000 6100 0000')), 'a')
})

const Address = union(
  ['family', ushort],
  ['address', { 2: struct({ port: ushort, host: ulong }), 23: fixed(elements(ushort), 8) }],
)

test('union selects its arm by its discriminant', () => {
  assertVector(
    Address,
    { family: 2, address: { port: 0x1234, host: 0x0100_007f } },
    hex('0200 0000' + '3412 0000 7f000001'),
  )
  assert.throws(() => decode(Address, hex('0300 0000 00000000 00000000')), { message: '3 selects nothing at byte 2' })
  // @ts-expect-error: family 2 has no array of words
  const wrong: Infer<typeof Address> = { family: 2, address: [1, 2, 3, 4, 5, 6, 7, 8] }
  assert.throws(() => encode(Address, wrong))
})

const Info = levels({ 1: struct({ id: long }), 2: struct({ id: long, time: hyper }) })

test('levels repeat the discriminant, which must agree', () => {
  assertVector(Info, { Level: 1, Data: { id: 7 } }, hex('01000000 01000000 07000000'))
  assertVector(
    Info,
    { Level: 2, Data: { id: 7, time: 8n } },
    hex('02000000 02000000 07000000 00000000' + '0800000000000000'),
  )
  assert.throws(() => decode(Info, hex('01000000 02000000 07000000 00000000 0800000000000000')), DecodeError)
  assert.throws(() => decode(Info, hex('03000000 03000000 07000000')), DecodeError)
})

test('conformantStruct puts the maximum count first and holds it to the count inside', () => {
  const Sid = conformantStruct(
    { revision: uchar, count: countOf(uchar, 'parts'), authority: bytes(6), parts: list(ulong, 'count') },
    'parts',
  )
  const value = { revision: 1, authority: hex('000000000005'), parts: [32, 544] }
  assertVector(Sid, value, hex('02000000 01 02 000000000005 20000000 20020000'))
  assertVector(unique(Sid), value, hex('04000200 02000000 01 02 000000000005 20000000 20020000'))
  assert.throws(() => decode(Sid, hex('01000000 01 02 000000000005 20000000 20020000')), DecodeError)
})

test('uuid and GUID mix byte orders', () => {
  const text = '88143fd0-c28d-4b2b-8fef-8d882f6a9390'
  assertVector(uuid, text, hex('d03f1488 8dc2 2b4b 8fef 8d882f6a9390'))
  assertVector(struct({ a: uchar, b: GUID }), { a: 1, b: text }, hex('01000000 d03f1488 8dc2 2b4b 8fef 8d882f6a9390'))
  assert.throws(() => encode(uuid, 'rubbish'), TypeError)
})

test('contextHandle is twenty bytes of its own', () => {
  const message = hex('00000000 0102030405060708090a0b0c0d0e0f10')
  assertVector(contextHandle, message, message)
  assert.notEqual(decode(contextHandle, message).buffer, message.buffer)
  assert.equal(isNullHandle(NULL_HANDLE), true)
  assert.equal(isNullHandle(message), false)
})

test('operation gives each parameter its tail before the next', () => {
  const { in: input } = operation(1, { in: { a: unique(ulong), b: unique(ulong) }, out: {} })
  assertVector(input, { a: 1, b: 2 }, hex('04000200 01000000 08000200 02000000'))
})
