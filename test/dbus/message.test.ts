/** Messages of D-Bus against those of dbus-daemon, logind and busctl, and against another implementation. */
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { suite, test } from 'node:test'
import { marshall, unmarshalMessages } from 'dbus-native/lib/message.js'
import { type Message, parseMessage } from '../../src/dbus/message.ts'
import { MessageReader } from '../../src/dbus/message-reader.ts'
import { encodeCall } from '../../src/dbus/method-call.ts'
import { Unmarshaller } from '../../src/dbus/unmarshaller.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { recorded } from './fixture.ts'

const LOGIN1 = { destination: 'org.freedesktop.login1', path: '/org/freedesktop/login1' }
const MANAGER = { ...LOGIN1, interface: 'org.freedesktop.login1.Manager', serial: 2, flags: 4 }
const NOTHING = { path: '', interface: '', member: '', errorName: '', replySerial: 0 }

/** Every value that a body can hold. */
const SIGNATURE = 'ybnqiuxtdsoga{sv}a{us}(s(yb))avaay'
const VALUES = [
  ...[255, true, -32768, 65535, -0x8000_0000, 0xffff_ffff, -0x8000_0000_0000_0000n, 0xffff_ffff_ffff_ffffn, -0.5],
  ...['Grüße 会议', '/a/b_1', 'a{sv}', { One: 1, None: [] }, [[7, 'seven']], ['s', [1, false]], ['x', [2]], [[1], []]],
]

function whole(bytes: Buffer): Message[] {
  const messages: Message[] = []
  new MessageReader((message) => messages.push(message)).read(bytes)
  return messages
}

suite('encodeCall()', () => {
  test('writes the bytes that systemd’s own client writes', () => {
    const hello = {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
    }
    const calls = {
      'hello-call': { ...hello, serial: 1, flags: 0, member: 'Hello', signature: '', body: [] },
      'list-sessions-call': { ...MANAGER, member: 'ListSessions', signature: '', body: [] },
      'get-session-call': { ...MANAGER, member: 'GetSession', signature: 's', body: ['nope'] },
    }
    for (const [name, call] of Object.entries(calls))
      assert.deepEqual(Buffer.from(encodeCall(call)), recorded(name), name)
  })

  test('writes structs, dicts, variants and more than it has room for at first', async () => {
    const body = [['system-bus-name', [['name', ['s', ':1.7'.repeat(500)]]]], 'a', [['k', 'v']], 1, '']
    const call = { ...MANAGER, member: 'CheckAuthorization', signature: '(sa{sv})sa{ss}us', body }
    const stream = new PassThrough()
    const read = new Promise((resolve, reject) => {
      unmarshalMessages(stream, resolve, { plainValues: true, returnBigInt: true }, reject)
    })
    stream.end(encodeCall(call))
    const message = {
      type: 1,
      ...call,
      body: [['system-bus-name', { name: ':1.7'.repeat(500) }], 'a', { k: 'v' }, 1, ''],
    }
    assert.deepEqual(await read, message)
  })

  test('refuses a type that no call of ours has', () => {
    assert.throws(() => encodeCall({ ...MANAGER, member: 'M', signature: 'd', body: [1] }), TypeError)
  })
})

suite('MessageReader', () => {
  test('reads what dbus-daemon and logind answer, however it is cut', () => {
    const bytes = Buffer.concat(
      ['hello-answer-and-name-acquired', 'list-sessions-answer', 'get-session-error'].map(recorded),
    )
    const bus = { ...NOTHING, path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }
    const sessions = ['22495', '22494', '22493', '22496', '22492'].map((id, index) => {
      const [uid, name] = index === 2 || index === 3 ? [1000, 'alice'] : [1001, 'bob']
      return [id, uid, name, '', `/org/freedesktop/login1/session/_32${id.slice(1)}`]
    })
    const messages = [
      { ...NOTHING, type: 2, replySerial: 1, body: [':1.925'] },
      { ...bus, type: 4, member: 'NameAcquired', body: [':1.925'] },
      { ...NOTHING, type: 2, replySerial: 2, body: [sessions] },
      {
        ...{ ...NOTHING, type: 3, errorName: 'org.freedesktop.login1.NoSuchSession', replySerial: 2 },
        body: ["No session 'nope' known"],
      },
    ]
    assert.deepEqual(whole(bytes), messages)
    for (const size of [1, 7, 100]) {
      const seen: Message[] = []
      const reader = new MessageReader((message) => seen.push(message))
      for (let start = 0; start < bytes.length; start += size) reader.read(bytes.subarray(start, start + size))
      assert.deepEqual(seen, messages)
    }
  })

  test('reads the properties of a session', () => {
    const [message] = whole(recorded('get-all-answer'))
    const [properties] = message?.body ?? []
    assert.deepEqual(properties, {
      ...{ Id: '22495', User: [1001, '/org/freedesktop/login1/user/_1001'], Name: 'bob', Seat: ['', '/'] },
      ...{ Timestamp: 1795362350970783n, TimestampMonotonic: 12357839233n, VTNr: 0, TTY: 'pts/2', Display: '' },
      ...{ Remote: true, RemoteHost: '10.213.1.1', RemoteUser: '', Service: 'sshd', Desktop: '' },
      ...{ Scope: 'session-22495.scope', Leader: 52, Audit: 22495, Type: 'tty', Class: 'user', Active: true },
      ...{ State: 'active', IdleHint: false, IdleSinceHint: 1795362351138104n, IdleSinceHintMonotonic: 12358006554n },
      LockedHint: false,
    })
  })

  test('reads every type as another implementation writes it', () => {
    const dict = [
      ['One', ['u', 1]],
      ['None', ['as', []]],
    ]
    const body = VALUES.map((value, index) => (index === 12 ? dict : value))
    body[15] = [
      ['s', 'x'],
      ['ay', [2]],
    ]
    const [message] = whole(marshall({ type: 2, serial: 1, replySerial: 9, signature: SIGNATURE, body }))
    assert.deepEqual(message, { ...NOTHING, type: 2, replySerial: 9, body: VALUES })
  })

  test('reads the other byte order', () => {
    const hex = `42 02 00 01 00000010 00000005 00000010  05 01 75 00 00000009 08 01 67 00 02 73 71 00
      00000005 68656c6c6f 00 0102 00000000`.replace(/\s/g, '')
    const [message] = whole(Buffer.from(hex, 'hex'))
    assert.deepEqual(message, { ...NOTHING, type: 2, replySerial: 9, body: ['hello', 0x102] })
  })

  test('refuses what is no message, and what is longer than one may be', () => {
    const head = recorded('hello-call')
    const changed = (at: number, byte: number) => {
      const bytes = Buffer.from(head)
      bytes[at] = byte
      return bytes
    }
    for (const bytes of [changed(0, 0x41), changed(3, 2), changed(7, 0x10), changed(15, 0xff)]) {
      assert.throws(() => whole(bytes), DecodeError)
    }
  })

  test('refuses more values than anybody has to say, and types that take no bytes', () => {
    const bytes = Buffer.alloc(0x10_0000)
    bytes.writeUInt32LE(bytes.length - 8)
    const type = `a${'('.repeat(32)}y${')'.repeat(32)}`
    assert.throws(() => new Unmarshaller(bytes, true, 0).values(type), /more than 1000000 values/)
    assert.throws(
      () => new Unmarshaller(bytes, true, 0).values('('.repeat(100_000)),
      /a signature of 100000 characters/,
    )
  })

  test('refuses a body that is not what its signature promises', () => {
    const body = (signature: string, hex: string) => {
      const bytes = Buffer.from(hex, 'hex')
      const fields = Buffer.concat([Buffer.from([8, 1, 103, 0, signature.length]), Buffer.from(`${signature}\0`)])
      const length = Buffer.alloc(4)
      length.writeUInt32LE(fields.length)
      const padding = Buffer.alloc((8 - (fields.length % 8)) % 8)
      const head = Buffer.from([0x6c, 2, 0, 1, bytes.length, 0, 0, 0, 1, 0, 0, 0])
      return () => parseMessage(Buffer.concat([head, length, fields, padding, bytes]))
    }
    assert.deepEqual(body('u', '01000000')().body, [1])
    const refused = {
      ...{ z: '00', '(': '00', '()': '00', u: '010000', s: '05000000616200', ay: '0500000001', au: '0300000001000000' },
      ...{ a: '00000000', v: '0000', aq: '0000000f', 'a()': '0800000000000000' },
    }
    for (const [signature, hex] of Object.entries(refused)) assert.throws(body(signature, hex), DecodeError, signature)
    assert.throws(body('v', `${'017600'.repeat(70)}017900ff`), /containers within one another/)
    assert.throws(body('v', '0279790001'), /not one value/)
  })
})
