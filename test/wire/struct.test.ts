/** What a declaration does in both directions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buffer, payload } from '../../src/wire/buffer.ts'
import { bytes, rest, sized } from '../../src/wire/bytes.ts'
import { decode, encode, type Infer, read, write } from '../../src/wire/codec.ts'
import { literal, oneOf, reserved } from '../../src/wire/constants.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { i32, i64, u8, u16, u32, u64 } from '../../src/wire/integers.ts'
import { countOf, list, listAt } from '../../src/wire/list.ts'
import { Reader } from '../../src/wire/reader.ts'
import { struct } from '../../src/wire/struct.ts'
import { utf16, wchars } from '../../src/wire/text.ts'
import { when } from '../../src/wire/when.ts'
import { Writer } from '../../src/wire/writer.ts'
import { assertVector, hex } from './vector.ts'

const SessionSetupRequest = struct({
  structureSize: literal(u16, 25),
  flags: u8,
  securityMode: u8,
  capabilities: u32,
  channel: reserved(4),
  securityBuffer: buffer(),
  previousSessionId: u64,
})

test('struct lays out fields, constants, padding and a tail', () => {
  assertVector(
    SessionSetupRequest,
    {
      flags: 0,
      securityMode: 1,
      capabilities: 3,
      securityBuffer: hex('4e544c4d'),
      previousSessionId: 0x0102_0304_0506_0708n,
    },
    hex(`
      1900              # structureSize
      00 01 03000000    # flags, securityMode, capabilities
      00000000          # channel
      1800 0400         # offset 24, length 4
      0807060504030201  # previousSessionId
      4e544c4d
    `),
  )
})

test('struct carries no value for constants and padding', () => {
  type Value = Infer<typeof SessionSetupRequest>
  const value: Value = {
    flags: 0,
    securityMode: 1,
    capabilities: 0,
    securityBuffer: new Uint8Array(),
    previousSessionId: 0n,
  }
  // @ts-expect-error: a literal is no field of the value
  const withLiteral: Value = { ...value, structureSize: 25 }
  assert.equal('structureSize' in decode(SessionSetupRequest, encode(SessionSetupRequest, withLiteral)), false)
})

test('buffer counts its offset from the origin', () => {
  const w = new Writer()
  w.write(new Uint8Array(10))
  w.origin = 2
  write(SessionSetupRequest, w, {
    flags: 0,
    securityMode: 0,
    capabilities: 0,
    securityBuffer: hex('aa'),
    previousSessionId: 0n,
  })
  assert.equal(w.bytes()[10 + 12], 8 + 24)
  const r = new Reader(w.bytes(), { origin: 2, position: 10 })
  assert.deepEqual(read(SessionSetupRequest, r).securityBuffer, hex('aa'))
})

test('buffer takes other integers and a gap', () => {
  const ReadResponse = struct({ data: buffer(u8, u32, 1), dataRemaining: u32 })
  assertVector(ReadResponse, { data: hex('0102'), dataRemaining: 7 }, hex('0a 00 02000000 07000000 0102'))
  assertVector(ReadResponse, { data: new Uint8Array(), dataRemaining: 7 }, hex('00 00 00000000 07000000'))
})

test('payload writes length, maximum length and offset', () => {
  const Fields = struct({ name: utf16(payload()), domain: utf16(payload()), flags: u32 })
  assertVector(
    Fields,
    { name: 'a', domain: '', flags: 5 },
    hex('0200 0200 14000000  0000 0000 16000000  05000000  6100'),
  )
})

const Negotiate = struct({
  dialectCount: countOf(u16, 'dialects'),
  contexts: listAt(u32, struct({ type: u16, data: sized(u16) }), { count: 'contextCount', align: 8 }),
  contextCount: countOf(u16, 'contexts'),
  dialects: list(u16, 'dialectCount'),
})

test('listAt places aligned elements and counts them', () => {
  assertVector(
    Negotiate,
    {
      contexts: [
        { type: 1, data: hex('aa') },
        { type: 2, data: hex('bbcc') },
      ],
      dialects: [0x0210, 0x0311],
    },
    hex(`
      0200 10000000 0200  # two dialects, contexts at 16, two of them
      1002 1103           # dialects
      00000000            # to 8
      0100 0100 aa 000000
      0200 0200 bbcc
    `),
  )
  assertVector(Negotiate, { contexts: [], dialects: [] }, hex('0000 00000000 0000'))
})

test('listAt ignores the offset of no elements', () => {
  assert.deepEqual(decode(Negotiate, hex('0000 ffffffff 0000')), { contexts: [], dialects: [] })
})

test('list refuses a count that the bytes cannot hold', () => {
  assert.throws(() => decode(Negotiate, hex('ffff 00000000 0000 0102')), {
    name: 'DecodeError',
    message: 'dialects: count 65535 exceeds the 2 bytes left at byte 8',
  })
})

test('integers keep their range in both directions', () => {
  assertVector(
    struct({ a: i32, b: i64, c: u64 }),
    { a: -2, b: -3n, c: 0xffff_ffff_ffff_fffdn },
    hex('feffffff fdffffffffffffff fdffffffffffffff'),
  )
  for (const [codec, value] of [
    [u8, 256],
    [u16, -1],
    [u32, 2 ** 32],
    [u32, 1.5],
    [i32, 2 ** 31],
  ] as const) {
    assert.throws(() => encode(codec, value), RangeError)
  }
  assert.throws(() => encode(u64, -1n), RangeError)
  assert.throws(() => encode(i64, 2n ** 63n), RangeError)
})

test('wchars ends at the first NUL and pads with NULs', () => {
  assertVector(wchars(4), 'ab', hex('61006200 00000000'))
  assert.equal(decode(wchars(2), hex('61006200')), 'ab')
  assert.throws(() => encode(wchars(2), 'ab'), RangeError)
})

test('utf16 refuses an odd number of bytes', () => {
  assert.equal(decode(utf16(rest), hex('3d d8 00 de')), '😀')
  assert.throws(() => decode(utf16(rest), hex('61 00 62')), DecodeError)
})

test('oneOf and literal refuse what is not defined', () => {
  assert.equal(decode(oneOf(u8, { ON: 1, OFF: 2 }), hex('02')), 2)
  assert.throws(() => decode(oneOf(u8, { ON: 1, OFF: 2 }), hex('03')), DecodeError)
  assert.throws(() => decode(struct({ size: literal(u16, 25) }), hex('1800')), {
    message: 'size: 0x18 stands where 0x19 must at byte 0',
  })
})

test('when leaves out what the fields before it rule out', () => {
  const Optional = struct({ flags: u8, name: when(({ flags }) => flags === 1, buffer(u8, u8)), last: u8 })
  assertVector(Optional, { flags: 1, name: hex('aa'), last: 7 }, hex('01 04 01 07 aa'))
  assertVector(Optional, { flags: 0, name: null, last: 7 }, hex('00 07'))
})

test('DecodeError names the field and the byte', () => {
  const Outer = struct({ head: u8, inner: struct({ count: countOf(u8, 'items'), items: list(bytes(2), 'count') }) })
  assert.throws(
    () => decode(Outer, hex('00 02 aabb cc')),
    (error) => error instanceof DecodeError && error.path === 'inner.items[1]' && error.offset === 4,
  )
})

test('decode keeps a view on a part of a larger buffer', () => {
  const whole = hex('ffff 0200 aabb')
  const value = decode(sized(u16), whole.subarray(2))
  assert.equal(value.buffer, whole.buffer)
  assert.deepEqual([...value], [0xaa, 0xbb])
})
