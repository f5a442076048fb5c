/** The handshake against what smbd has sent, in every version. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { decodeHandshake, encodeReply, handshakeLength } from '../../../src/service/samba/handshake.ts'
import { NamedPipeAuthRequest } from '../../../src/service/samba/named-pipe-auth.ts'
import { DecodeError } from '../../../src/wire/decode-error.ts'
import { explain } from '../../../src/wire/explain.ts'
import { level4WithoutTicket, level5, REQUESTS, recorded, relevelled } from './recorded.ts'

interface Expected {
  readonly level: number
  readonly account: string
  readonly unixName: string
  readonly ids: readonly [uid: number, gid: number, groups: number]
  readonly sids: readonly [count: number, first: string]
  readonly encrypted: boolean
  readonly authenticated: boolean
}

const ALICE = { unixName: 'alice', ids: [41_001, 41_001, 1], encrypted: true, authenticated: true } as const
const TSADMIN = { unixName: 'LAB\\tsadmin', ids: [3_000_018, 100, 11], encrypted: true, authenticated: true } as const
const LAB_SID = 'S-1-5-21-2693435723-2742824969-3287947282-1104'

const EXPECTED: Readonly<Record<string, Expected>> = {
  'npa4-4.13.13-standalone-ntlm-enc': {
    ...{ level: 4, account: 'LABH13\\alice', ...ALICE, encrypted: false },
    sids: [7, 'S-1-5-21-2273917871-424464685-2313412136-1000'],
  },
  'npa7-4.17.12-standalone-ntlm-enc': {
    ...{ level: 7, account: 'LABHOST\\alice', ...ALICE },
    sids: [9, 'S-1-5-21-2550958603-479972016-484811298-1000'],
  },
  'npa7-4.17.12-signed-only': {
    ...{ level: 7, account: 'LABHOST\\alice', ...ALICE, encrypted: false },
    sids: [8, 'S-1-5-21-2550958603-479972016-484811298-1000'],
  },
  'npa7-4.17.12-anonymous': {
    ...{ level: 7, account: 'NT AUTHORITY\\ANONYMOUS LOGON', unixName: 'nobody', ids: [65_534, 65_534, 1] },
    ...{ sids: [6, 'S-1-5-7'], encrypted: false, authenticated: false },
  },
  'npa7-4.17.12-mit-krb5-nopac': {
    ...{ level: 7, account: 'MITGRP\\alice', ...ALICE },
    sids: [9, 'S-1-5-21-543322477-531156379-1826293021-1000'],
  },
  'npa7-4.17.12-addc-ntlm': { level: 7, account: 'LAB\\tsadmin', ...TSADMIN, sids: [13, LAB_SID] },
  'npa7-4.17.12-addc-krb5': { level: 7, account: 'LAB\\tsadmin', ...TSADMIN, sids: [13, LAB_SID] },
  'npa8-4.22.11-claims': {
    ...{ level: 8, account: 'LABH22\\alice', ...ALICE },
    sids: [9, 'S-1-5-21-3976505479-703228308-4032843388-1000'],
  },
  'npa8-4.22.11-standalone-ntlm-enc': {
    ...{ level: 8, account: 'LABH22\\alice', ...ALICE },
    sids: [9, 'S-1-5-21-3976505479-703228308-4032843388-1000'],
  },
}

function summary(bytes: Uint8Array): Expected {
  const { level, caller } = decodeHandshake(bytes)
  assert.equal(caller.address, '127.0.0.1')
  return {
    level,
    account: `${caller.domain}\\${caller.user}`,
    unixName: caller.unixName,
    ids: [caller.uid, caller.gid, caller.groups.length],
    sids: [caller.sids.length, caller.sids[0] ?? ''],
    encrypted: caller.encrypted,
    authenticated: caller.authenticated,
  }
}

test('every recorded handshake is expected', () => {
  assert.deepEqual([...REQUESTS.keys()].sort(), Object.keys(EXPECTED).sort())
})

for (const [name, bytes] of REQUESTS) {
  test(`${name} tells who calls`, () => {
    assert.deepEqual(summary(bytes), EXPECTED[name])
  })
}

test('level 5 tells the same as level 7, from its own layout', () => {
  assert.deepEqual(summary(level5()), { ...EXPECTED['npa7-4.17.12-standalone-ntlm-enc'], level: 5 })
})

test('level 4 is read with and without ticket_type', () => {
  assert.deepEqual(summary(level4WithoutTicket()), EXPECTED['npa4-4.13.13-standalone-ntlm-enc'])
})

test('other levels, and levels with the layout of another, are refused', () => {
  const level7 = recorded('npa7-4.17.12-standalone-ntlm-enc')
  for (const level of [0, 1, 2, 3, 5, 6, 8, 9, 0xffff_ffff])
    assert.throws(() => decodeHandshake(relevelled(level7, level)), DecodeError, `level ${level}`)
})

test('the discriminant must be the level', () => {
  const bytes = recorded('npa7-4.17.12-standalone-ntlm-enc')
  bytes[0x0c] = 8
  assert.throws(() => decodeHandshake(bytes), DecodeError)
})

test('parts of claims that do not follow one another are refused', () => {
  const at = { name: 0x198, type: 0x19c, count: 0x1a4, value: 0x1a8 }
  for (const [where, value, said] of [
    [at.name, 0x24b, /local_claims\[0\].*lies at 587/],
    [at.name, 0x249, /lies at 585/],
    [at.name, 0x400, /lies at 1024/],
    [at.value, 0x24a, /lies at 586/],
    [at.type, 4, /claims of type 4/],
    [at.count, 0xffff, /count 65535 exceeds/],
  ] as const) {
    const bytes = recorded('npa8-4.22.11-claims')
    bytes[where] = value & 0xff
    bytes[where + 1] = value >>> 8
    assert.throws(() => decodeHandshake(bytes), said, `${value} at ${where}`)
  }
})

test('a count that the bytes left cannot hold is refused before anything is made for it', () => {
  const bytes = recorded('npa7-4.17.12-standalone-ntlm-enc')
  const view = new DataView(bytes.buffer)
  for (const at of [0xc8, 0xcc]) view.setUint32(at, 0x0fff_ffff, true)
  assert.throws(() => decodeHandshake(bytes), /sids.* count 268435455 exceeds/)
})

test('a length without bounds is refused before anything is read', () => {
  assert.equal(handshakeLength(Uint8Array.of(0, 0, 2, 0xee)), 754)
  assert.throws(() => handshakeLength(Uint8Array.of(0, 0, 0, 0)), DecodeError)
  assert.throws(() => handshakeLength(Uint8Array.of(0, 0xff, 0xff, 0xff)), DecodeError)
  assert.throws(() => handshakeLength(Uint8Array.of(0xff, 0xff, 0xff, 0xff)), DecodeError)
})

test('bytes behind the handshake are refused', () => {
  const bytes = recorded('npa7-4.17.12-standalone-ntlm-enc')
  assert.throws(() => decodeHandshake(relevelled(Buffer.concat([bytes, Buffer.alloc(4)]), 7)), /left over/)
})

test('a name that is not UTF-8 is refused', () => {
  const bytes = recorded('npa7-4.17.12-standalone-ntlm-enc')
  bytes[0x21c] = 0xff
  assert.throws(() => decodeHandshake(bytes), /account_name.*UTF-8/)
})

test('guests are nobody, also where they are authenticated', () => {
  const bytes = recorded('npa7-4.17.12-standalone-ntlm-enc')
  // The relative identifier of the account itself becomes DOMAIN_USER_RID_GUEST.
  new DataView(bytes.buffer).setUint32(0xe8, 501, true)
  assert.equal(decodeHandshake(bytes).caller.authenticated, false)
})

test('the session key shows neither in what is decoded nor in what is explained', () => {
  const bytes = recorded('npa7-4.17.12-standalone-ntlm-enc')
  const key = Buffer.from(bytes.subarray(0xa0, 0xb0))
  const { caller } = decodeHandshake(bytes)
  const { fields, error } = explain(NamedPipeAuthRequest, bytes)
  assert.equal(error, null)
  const hidden = fields
    .filter(({ secret }) => secret)
    .map(({ path, start, end }) => [path.split('.').at(-1), start, end])
  assert.deepEqual(hidden, [
    ['exported_gssapi_credentials', 0x84, 0x88],
    ['session_key', 0x9c, 0xb0],
  ])
  for (const shown of [inspect(caller, { depth: 9 }), JSON.stringify(caller), inspect(fields, { depth: 9 })]) {
    assert.equal(shown.includes(key.toString('hex')), false)
    assert.equal(shown.includes([...key.subarray(0, 4)].join(', ')), false)
  }
})

test('the answer is the one that was recorded', () => {
  assert.deepEqual(Buffer.from(encodeReply(7)), Buffer.from(recorded('npa7-rep-message-mode')))
  assert.equal(encodeReply(8)[0x08], 8)
  assert.equal(encodeReply(8)[0x0c], 8)
})
