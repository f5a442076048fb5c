/** The memory images: as long as C lays them out, and their members where a client of Windows looks for them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CDCONFIG, CDCONFIG_LENGTH, WDCONFIG, WDCONFIG_LENGTH } from '../../src/tsts/driver-config.ts'
import { PROTOCOLSTATUS, PROTOCOLSTATUS_LENGTH, PROTOCOLSTATUSEX } from '../../src/tsts/protocol-status.ts'
import { WINSTATIONREMOTEADDRESS } from '../../src/tsts/remote-address.ts'
import {
  USERCONFIG,
  USERCONFIG_LENGTH,
  WINSTACONFIGWIRE,
  WINSTACONFIGWIRE_LENGTH,
  WINSTATIONCONFIG,
  WINSTATIONCONFIG_LENGTH,
} from '../../src/tsts/user-config.ts'
import {
  WINSTATIONCREATE,
  WINSTATIONLOADINDICATORDATA,
  WINSTATIONPRODID,
  WINSTATIONSHADOW,
} from '../../src/tsts/winstation-state.ts'
import { type Codec, decode, encode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'

/** sizeof of each, by the rules of C for members of these sizes. [MS-TSTS] 2.2.2 */
const IMAGES: readonly (readonly [string, Codec<unknown>, number])[] = [
  ['USERCONFIG', USERCONFIG, USERCONFIG_LENGTH],
  ['WINSTATIONCONFIG', WINSTATIONCONFIG, WINSTATIONCONFIG_LENGTH],
  ['WINSTACONFIGWIRE', WINSTACONFIGWIRE, WINSTACONFIGWIRE_LENGTH],
  ['WDCONFIG', WDCONFIG, WDCONFIG_LENGTH],
  ['CDCONFIG', CDCONFIG, CDCONFIG_LENGTH],
  ['PROTOCOLSTATUS', PROTOCOLSTATUS, PROTOCOLSTATUS_LENGTH],
  ['PROTOCOLSTATUSEX', PROTOCOLSTATUSEX, 1032],
  ['WINSTATIONCREATE', WINSTATIONCREATE, 8],
  ['WINSTATIONLOADINDICATORDATA', WINSTATIONLOADINDICATORDATA, 72],
  ['WINSTATIONSHADOW', WINSTATIONSHADOW, 16],
  ['WINSTATIONPRODID', WINSTATIONPRODID, 204],
] as readonly (readonly [string, Codec<unknown>, number])[]

for (const [name, codec, length] of IMAGES) {
  test(`${name} takes ${length} bytes, and not one less`, () => {
    const value = decode(codec, new Uint8Array(length))
    assert.equal(encode(codec, value).length, length)
    assert.throws(() => decode(codec, new Uint8Array(length - 1)), DecodeError)
  })
}

test('WINSTATIONREMOTEADDRESS has its address at byte 8, behind family, padding and port', () => {
  const address = { sin_port: 0, in_addr: 0x0702_00c0, sin_zero: new Uint8Array(8) }
  const bytes = encode(WINSTATIONREMOTEADDRESS, { sin_family: 2, address })
  assert.equal(Buffer.from(bytes).toString('hex'), `02000000${'00000000'}c0000207${'00'.repeat(8)}`)
  const ipv6 = { sin6_port: 0, sin6_flowinfo: 0, sin6_addr: [0x0120, 0xb80d, 0, 0, 0, 0, 0, 0x0100], sin6_scope_id: 0 }
  const long = encode(WINSTATIONREMOTEADDRESS, { sin_family: 23, address: ipv6 })
  assert.equal(Buffer.from(long.subarray(12, 28)).toString('hex'), '20010db8000000000000000000000001')
  assert.equal(long.length, 32)
})

test('USERCONFIG has user, domain and limits where C lays them', () => {
  const zero = decode(USERCONFIG, new Uint8Array(USERCONFIG_LENGTH)) as Record<string, unknown>
  const bytes = Buffer.from(encode(USERCONFIG as Codec<unknown>, { ...zero, Domain: 'D', MaxIdleTime: 7 }))
  assert.equal(bytes.indexOf(Buffer.from('D\0', 'latin1')), 50)
  assert.equal(bytes.readUInt32LE(1264), 7)
})
