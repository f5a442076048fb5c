/** TermSrvSession against bytes laid out by its IDL. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  RpcCloseSession,
  RpcConnect,
  RpcDisconnect,
  RpcGetLoggedOnCount,
  RpcGetSessionInformation,
  RpcGetSessionInformationEx,
  RpcGetSessionType,
  RpcGetState,
  RpcGetTerminalName,
  RpcGetTimes,
  RpcGetUserName,
  RpcIsSessionDesktopLocked,
  RpcLogoff,
  RpcOpenSession,
  RpcShowMessageBox,
} from '../../src/tsts/term-srv-session.ts'
import { explain } from '../../src/wire/explain.ts'
import { assertVector, hex } from '../wire/vector.ts'
import { HANDLE, HANDLE_HEX, wide } from './hex.ts'

const LOGON = new Date('2026-11-22T09:30:00.000Z')
/** 2026-11-22T09:30:00Z is 134,398,134,000,000,000 intervals of 100 ns since 1601. */
const LOGON_HEX = '009c8b0b647add01'

test('RpcOpenSession has no binding handle on the wire', () => {
  assert.equal(RpcOpenSession.opnum, 0)
  assertVector(RpcOpenSession.in, { SessionId: 12 }, hex('0c000000'))
  assertVector(RpcOpenSession.in, { SessionId: -1 }, hex('ffffffff'))
  assertVector(RpcOpenSession.out, { phSession: HANDLE, returnValue: 0 }, hex(`${HANDLE_HEX} 00000000`))
})

test('RpcCloseSession gives the handle back', () => {
  assert.equal(RpcCloseSession.opnum, 1)
  assertVector(RpcCloseSession.in, { phSession: HANDLE }, hex(HANDLE_HEX))
  assertVector(RpcCloseSession.out, { phSession: HANDLE, returnValue: 0 }, hex(`${HANDLE_HEX} 00000000`))
})

test('RpcConnect carries the password as a secret', () => {
  assert.equal(RpcConnect.opnum, 2)
  const value = { hSession: HANDLE, TargetSessionId: 3, szPassword: 'pw' }
  const bytes = hex(`
    ${HANDLE_HEX}
    03000000                    # TargetSessionId
    03000000 00000000 03000000  # maximum count, offset, actual count
    7000 7700 0000
  `)
  assertVector(RpcConnect.in, value, bytes)
  const shown = explain(RpcConnect.in, bytes).fields.filter(({ path }) => path.startsWith('szPassword'))
  assert.equal(shown.length > 0 && shown.every((field) => field.secret && field.value === undefined), true)
  assertVector(RpcConnect.out, { returnValue: -2147023570 }, hex('2e050780')) // 0x8007052e
})

test('RpcLogoff and RpcDisconnect carry a handle and an HRESULT', () => {
  assert.deepEqual([RpcDisconnect.opnum, RpcLogoff.opnum, RpcIsSessionDesktopLocked.opnum], [3, 4, 8])
  for (const each of [RpcDisconnect, RpcLogoff, RpcIsSessionDesktopLocked]) {
    assertVector(each.in, { hSession: HANDLE }, hex(HANDLE_HEX))
    assertVector(each.out, { returnValue: 0x1000_0000 }, hex('00000010'))
    assertVector(each.out, { returnValue: -2147024891 }, hex('05000780')) // 0x80070005
  }
})

test('RpcGetUserName points at two strings', () => {
  assert.equal(RpcGetUserName.opnum, 5)
  assertVector(
    RpcGetUserName.out,
    { pszUserName: 'bob', pszDomain: 'D', returnValue: 0 },
    hex(`
      04000200 04000000 00000000 04000000 6200 6f00 6200 0000
      08000200 02000000 00000000 02000000 4400 0000
      00000000
    `),
  )
})

test('RpcGetTerminalName may point at nothing', () => {
  assert.equal(RpcGetTerminalName.opnum, 6)
  assertVector(RpcGetTerminalName.out, { pszTerminalName: null, returnValue: 0 }, hex('00000000 00000000'))
})

test('RpcGetState, RpcGetSessionType and RpcGetLoggedOnCount carry plain numbers', () => {
  assert.deepEqual([RpcGetState.opnum, RpcGetSessionType.opnum, RpcGetLoggedOnCount.opnum], [7, 16, 15])
  assertVector(RpcGetState.out, { plState: 4, returnValue: 0 }, hex('04000000 00000000'))
  assertVector(RpcGetSessionType.in, { SessionId: 12 }, hex('0c000000'))
  assertVector(RpcGetSessionType.out, { pSessionType: 3, returnValue: 0 }, hex('03000000 00000000'))
  assertVector(
    RpcGetLoggedOnCount.out,
    { pUserSessions: 2, pDeviceSessions: 0, returnValue: 0 },
    hex('02000000 00000000 00000000'),
  )
})

test('RpcShowMessageBox leaves the response out of the request', () => {
  assert.equal(RpcShowMessageBox.opnum, 9)
  assertVector(
    RpcShowMessageBox.in,
    { hSession: HANDLE, szTitle: 'Hi', szMessage: 'x', ulStyle: 0x44, ulTimeout: 60, bDoNotWait: false },
    hex(`
      ${HANDLE_HEX}
      03000000 00000000 03000000 4800 6900 0000 0000  # szTitle, padded to 4
      02000000 00000000 02000000 7800 0000            # szMessage
      44000000 3c000000 00000000                      # ulStyle, ulTimeout, bDoNotWait
    `),
  )
  assertVector(RpcShowMessageBox.out, { pulResponse: 32001, returnValue: 0 }, hex('017d0000 00000000'))
})

test('RpcGetTimes gives null for a time that never was', () => {
  assert.equal(RpcGetTimes.opnum, 10)
  assertVector(
    RpcGetTimes.out,
    { pConnectTime: LOGON, pDisconnectTime: null, pLogonTime: LOGON, returnValue: 0 },
    hex(`${LOGON_HEX} 0000000000000000 ${LOGON_HEX} 00000000`),
  )
})

test('RpcGetSessionInformation defers its strings behind the struct', () => {
  assert.equal(RpcGetSessionInformation.opnum, 12)
  assertVector(RpcGetSessionInformation.in, { SessionId: 12 }, hex('0c000000'))
  assertVector(
    RpcGetSessionInformation.out,
    {
      pSessionInfo: {
        pszUserName: 'al',
        pszDomain: 'D',
        pszTerminalName: null,
        SessionState: 4,
        DesktopLocked: true,
        ConnectTime: null,
        DisconnectTime: LOGON,
        LogonTime: LOGON,
      },
      returnValue: 0,
    },
    hex(`
      04000200 08000200 00000000 # three pointers
      04000000 01000000 00000000 # SessionState, DesktopLocked, to 8
      0000000000000000 ${LOGON_HEX} ${LOGON_HEX}
      03000000 00000000 03000000 6100 6c00 0000 0000
      02000000 00000000 02000000 4400 0000
      00000000
    `),
  )
})

test('RpcGetSessionInformationEx repeats its level before a body that lies at 8', () => {
  assert.equal(RpcGetSessionInformationEx.opnum, 17)
  assertVector(RpcGetSessionInformationEx.in, { SessionId: 12, Level: 1 }, hex('0c000000 01000000'))
  const value = {
    LSMSessionInfoExPtr: {
      Level: 1,
      Data: {
        SessionState: 0,
        SessionFlags: -1,
        SessionName: 'RDP-Tcp#1',
        DomainName: 'CONTOSO',
        UserName: 'alice',
        ConnectTime: LOGON,
        DisconnectTime: null,
        LogonTime: LOGON,
        LastInputTime: LOGON,
        ProtocolDataSize: 2,
        ProtocolData: hex('0102'),
      },
    },
    returnValue: 0,
  } as const
  const bytes = hex(`
    01000000 01000000                    # Level, and the union's own
    00000000 ffffffff                    # SessionState, SessionFlags
    ${wide('RDP-Tcp#1', 33)} ${wide('CONTOSO', 18)} ${wide('alice', 21)}
    ${LOGON_HEX} 0000000000000000 ${LOGON_HEX} ${LOGON_HEX}
    02000000 04000200                    # ProtocolDataSize, pointer
    02000000 0102 0000                   # maximum count, bytes, to 4
    00000000
  `)
  assert.equal(bytes.length, 8 + 152 + 32 + 8 + 8 + 4)
  assertVector(RpcGetSessionInformationEx.out, value, bytes)
})
