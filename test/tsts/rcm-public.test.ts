/** RCMPublic and the memory images of a session and its client. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeLogonIds, encodeLogonIds, LOGONID, LOGONID_LENGTH } from '../../src/tsts/logon-id.ts'
import { RpcGetAllListeners, RpcGetClientData } from '../../src/tsts/rcm-public.ts'
import { decodeVardata, encodeVardata } from '../../src/tsts/vardata.ts'
import { WINSTATIONCLIENT, WINSTATIONCLIENT_LENGTH } from '../../src/tsts/winstation-client.ts'
import { WINSTATIONINFORMATION, WINSTATIONINFORMATION_LENGTH } from '../../src/tsts/winstation-information.ts'
import { decode, encode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { explain } from '../../src/wire/explain.ts'
import { assertVector, hex } from '../wire/vector.ts'
import { wide, zeros } from './hex.ts'

const PASSWORD = 'hunter2'
const NO_DATE = {
  wYear: 0,
  wMonth: 10,
  wDayOfWeek: 0,
  wDay: 5,
  wHour: 3,
  wMinute: 0,
  wSecond: 0,
  wMilliseconds: 0,
}

const CLIENT = {
  Flags: 0x82,
  ClientName: 'LAPTOP7',
  Domain: 'CONTOSO',
  UserName: 'alice',
  WorkDirectory: '',
  InitialProgram: '',
  SerialNumber: 0,
  EncryptionLevel: 3,
  ClientAddressFamily: 2,
  ClientAddress: '192.0.2.7',
  HRes: 1920,
  VRes: 1080,
  ColorDepth: 32,
  ProtocolType: 2,
  KeyboardLayout: 0x411,
  KeyboardType: 7,
  KeyboardSubType: 2,
  KeyboardFunctionKey: 12,
  imeFileName: 'imjp.ime',
  ClientDirectory: 'C:\\',
  ClientLicense: '',
  ClientModem: '',
  ClientBuildNumber: 26100,
  ClientHardwareId: 0,
  ClientProductId: 1,
  OutBufCountHost: 6,
  OutBufCountClient: 7,
  OutBufLength: 530,
  AudioDriverName: 'rdpsnd',
  ClientTimeZone: {
    Bias: -540,
    StandardName: 'JST',
    StandardDate: NO_DATE,
    StandardBias: 0,
    DaylightName: 'JDT',
    DaylightDate: NO_DATE,
    DaylightBias: -60,
  },
  ClientSessionId: 1,
  clientDigProductId: hex(wide('id', 32)),
  PerformanceFlags: 7,
  ActiveInputLocale: 0x411,
}

function clientHex(password: string): Uint8Array {
  const date = '0000 0a00 0000 0500 0300 0000 0000 0000'
  return hex(`
    82000000
    ${wide('LAPTOP7', 21)} ${wide('CONTOSO', 18)} ${wide('alice', 21)} ${wide(password, 15)}
    ${wide('', 257)} ${wide('', 257)} 0000     # WorkDirectory, InitialProgram, to 4
    00000000 03 000000                         # SerialNumber, EncryptionLevel, to 4
    02000000 ${wide('192.0.2.7', 31)}
    8007 3804 2000 0200 0000                   # HRes, VRes, ColorDepth, ProtocolType, to 4
    11040000 07000000 02000000 0c000000
    ${wide('imjp.ime', 33)} ${wide('C:\\', 257)} ${wide('', 33)} ${wide('', 41)}
    f4650000 00000000                          # ClientBuildNumber, ClientHardwareId
    0100 0600 0700 1202
    ${wide('rdpsnd', 9)} 0000
    e4fdffff ${wide('JST', 32)} ${date} 00000000 ${wide('JDT', 32)} ${date} c4ffffff
    01000000 ${wide('id', 32)} 07000000 11040000
  `)
}

test('WINSTATIONCLIENT matches its memory image', () => {
  const bytes = clientHex('')
  assert.equal(bytes.length, WINSTATIONCLIENT_LENGTH)
  assertVector(WINSTATIONCLIENT, CLIENT, bytes)
})

test('WINSTATIONCLIENT never decodes, sends or shows the password', () => {
  const bytes = clientHex(PASSWORD)
  const client = decode(WINSTATIONCLIENT, bytes)
  assert.deepEqual(client, CLIENT)
  assert.equal('Password' in client, false)
  assert.equal(JSON.stringify(explain(WINSTATIONCLIENT, bytes)).includes(PASSWORD), false)
  assert.deepEqual(encode(WINSTATIONCLIENT, client), clientHex(''))
})

test('RpcGetClientData shows nothing of its buffer in a trace', () => {
  assert.equal(RpcGetClientData.opnum, 0)
  assertVector(RpcGetClientData.in, { SessionId: 12 }, hex('0c000000'))
  const bytes = hex('04000200 03000000 010203 00 03000000 00000000')
  assertVector(RpcGetClientData.out, { ppBuff: hex('010203'), pOutBuffByteLen: 3, returnValue: 0 }, bytes)
  const shown = explain(RpcGetClientData.out, bytes).fields.filter(({ path }) => path.startsWith('ppBuff'))
  assert.equal(shown.length > 0 && shown.every((field) => field.secret && field.value === undefined), true)
})

test('RpcGetAllListeners lists names', () => {
  assert.equal(RpcGetAllListeners.opnum, 8)
  assertVector(
    RpcGetAllListeners.out,
    {
      ppListeners: [{ Level: 1, Data: { Id: 65537, bListening: true, Name: 'RDP-Tcp' } }],
      pNumListeners: 1,
      returnValue: 0,
    },
    hex(`
      04000200 01000000 01000000 01000000 01000100 01000000 ${wide('RDP-Tcp', 33)} 0000
      01000000 00000000
    `),
  )
})

const INFORMATION = {
  ConnectState: 0,
  WinStationName: 'RDP-Tcp#3',
  LogonId: 12,
  ConnectTime: new Date('2026-11-22T09:30:00Z'),
  DisconnectTime: null,
  LastInputTime: null,
  LogonTime: null,
  Domain: 'CONTOSO',
  UserName: 'alice',
  CurrentTime: new Date('2026-11-22T09:30:00Z'),
}
const INFORMATION_HEX = `
  00000000 ${wide('RDP-Tcp#3', 33)} 0000 0c000000 00000000
  009c8b0b647add01 ${zeros(24)}
  ${zeros(1012)}
  ${wide('CONTOSO', 18)} ${wide('alice', 21)} ${zeros(6)} 009c8b0b647add01
`

test('WINSTATIONINFORMATION matches its memory image', () => {
  const bytes = hex(INFORMATION_HEX)
  assert.equal(bytes.length, WINSTATIONINFORMATION_LENGTH)
  assertVector(WINSTATIONINFORMATION, INFORMATION, bytes)
})

test('VARDATA_WIRE says where the image lies', () => {
  const bytes = hex(`c004 0400 ${INFORMATION_HEX}`)
  assert.deepEqual(decodeVardata(WINSTATIONINFORMATION, bytes), INFORMATION)
  assert.deepEqual(new Uint8Array(encodeVardata(WINSTATIONINFORMATION, INFORMATION)), bytes)
  for (const length of [0, 3, 4, 1000, bytes.length - 1]) {
    assert.throws(() => decodeVardata(WINSTATIONINFORMATION, bytes.slice(0, length)), DecodeError)
  }
})

test('LOGONID entries follow each other', () => {
  const entry = { SessionId: 65537, WinStationName: 'RDP-Tcp', State: 6 }
  const bytes = hex(`01000100 ${wide('RDP-Tcp', 33)} 0000 06000000`)
  assert.equal(bytes.length, LOGONID_LENGTH)
  assertVector(LOGONID, entry, bytes)
  const two = encodeLogonIds([entry, { ...entry, SessionId: 1 }])
  assert.deepEqual(decodeLogonIds(two, 2), [entry, { ...entry, SessionId: 1 }])
  assert.throws(() => decodeLogonIds(two, 3), DecodeError)
})
