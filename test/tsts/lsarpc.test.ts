/** SIDs and their translation against bytes laid out by the specifications. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LsarClose, LsarLookupSids, LsarOpenPolicy2 } from '../../src/tsts/lsarpc.ts'
import { RPC_SID, SID } from '../../src/tsts/sid.ts'
import { decode, encode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { assertVector, hex } from '../wire/vector.ts'
import { HANDLE, HANDLE_HEX } from './hex.ts'

const USER = 'S-1-5-21-1-2-1001'
const USER_PARTS = '01 04 000000000005 15000000 01000000 02000000 e9030000'

test('SID is read from a packet and written as text', () => {
  assertVector(SID, USER, hex(USER_PARTS))
  assertVector(SID, 'S-1-5-18', hex('0101 000000000005 12000000'))
  assertVector(SID, 'S-1-0x010000000000-7', hex('0101 010000000000 07000000'))
  assert.throws(() => decode(SID, hex('0201 000000000005 12000000')), DecodeError)
  assert.throws(() => decode(SID, hex('01ff 000000000005 12000000')), DecodeError)
  assert.throws(() => encode(SID, 'alice'), TypeError)
})

test('RPC_SID counts its parts twice', () => {
  assertVector(RPC_SID, USER, hex(`04000000 ${USER_PARTS}`))
  assert.throws(() => decode(RPC_SID, hex(`03000000 ${USER_PARTS}`)), DecodeError)
})

test('LsarOpenPolicy2 asks for the right to translate', () => {
  assert.equal(LsarOpenPolicy2.opnum, 44)
  assertVector(
    LsarOpenPolicy2.in,
    {
      SystemName: null,
      ObjectAttributes: { Length: 24, Attributes: 0, SecurityQualityOfService: null },
      DesiredAccess: 0x800,
    },
    hex('00000000 18000000 00000000 00000000 00000000 00000000 00000000 00080000'),
  )
  assertVector(LsarOpenPolicy2.out, { PolicyHandle: HANDLE, returnValue: 0 }, hex(`${HANDLE_HEX} 00000000`))
})

test('LsarOpenPolicy2 takes a name and a quality of service', () => {
  assertVector(
    LsarOpenPolicy2.in,
    {
      SystemName: 'a',
      ObjectAttributes: {
        Length: 24,
        Attributes: 0,
        SecurityQualityOfService: { Length: 12, ImpersonationLevel: 2, ContextTrackingMode: 1, EffectiveOnly: 0 },
      },
      DesiredAccess: 0x800,
    },
    hex(`
      04000200 02000000 00000000 02000000 6100 0000
      18000000 00000000 00000000 00000000 00000000 08000200
      0c000000 0200 01 00
      00080000
    `),
  )
})

test('LsarLookupSids sends pointers to SIDs', () => {
  assert.equal(LsarLookupSids.opnum, 15)
  assertVector(
    LsarLookupSids.in,
    {
      PolicyHandle: HANDLE,
      SidEnumBuffer: { Entries: 1, SidInfo: [USER] },
      TranslatedNames: { Entries: 0, Names: null },
      LookupLevel: 1,
      MappedCount: 0,
    },
    hex(`
      ${HANDLE_HEX}
      01000000 04000200 01000000 08000200 04000000 ${USER_PARTS}
      00000000 00000000
      0100 0000 00000000
    `),
  )
})

test('LsarLookupSids answers domains and names', () => {
  assertVector(
    LsarLookupSids.out,
    {
      ReferencedDomains: { Entries: 1, Domains: [{ Name: 'DOM', Sid: 'S-1-5-21-1-2' }], MaxEntries: 32 },
      TranslatedNames: { Entries: 1, Names: [{ Use: 1, Name: 'alice', DomainIndex: 0 }] },
      MappedCount: 1,
      returnValue: 0,
    },
    hex(`
      04000200
      01000000 08000200 20000000                             # Entries, Domains, MaxEntries
      01000000 0600 0600 0c000200 10000200                   # maximum count, Name, Sid
      03000000 00000000 03000000 4400 4f00 4d00 0000         # "DOM", to 4
      03000000 01 03 000000000005 15000000 01000000 02000000
      01000000 14000200                                      # Entries, Names
      01000000 0100 0000 0a00 0a00 18000200 00000000         # Use, to 4, Name, DomainIndex
      05000000 00000000 05000000 6100 6c00 6900 6300 6500 0000
      01000000 00000000
    `),
  )
})

test('LsarClose gives the handle back', () => {
  assert.equal(LsarClose.opnum, 0)
  assertVector(LsarClose.out, { ObjectHandle: HANDLE, returnValue: 0 }, hex(`${HANDLE_HEX} 00000000`))
})
