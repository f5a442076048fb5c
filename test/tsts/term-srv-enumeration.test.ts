/** TermSrvEnumeration and TermSrvNotification against bytes laid out by their IDL. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  RpcCloseEnum,
  RpcFilterByCallersName,
  RpcFilterBySessionType,
  RpcFilterByState,
  RpcGetAllSessions,
  RpcGetAllSessionsEx,
  RpcGetEnumResult,
  RpcGetEnumResultEx,
  RpcOpenEnum,
} from '../../src/tsts/term-srv-enumeration.ts'
import {
  RpcRegisterAsyncNotification,
  RpcUnRegisterAsyncNotification,
  RpcWaitAsyncNotification,
  RpcWaitForSessionState,
} from '../../src/tsts/term-srv-notification.ts'
import { decode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { assertVector, hex } from '../wire/vector.ts'
import { HANDLE, HANDLE_HEX, wide } from './hex.ts'

const REGULARDESKTOP = '0f0a4bf8-8362-435d-938c-222a518a8b78'
const REGULARDESKTOP_HEX = 'f84b0a0f 6283 5d43 938c 222a518a8b78'

test('RpcOpenEnum and RpcCloseEnum carry a handle', () => {
  assert.deepEqual([RpcOpenEnum.opnum, RpcCloseEnum.opnum], [0, 1])
  assertVector(RpcOpenEnum.in, {}, hex(''))
  assertVector(RpcOpenEnum.out, { phEnum: HANDLE, returnValue: 0 }, hex(`${HANDLE_HEX} 00000000`))
  assertVector(RpcCloseEnum.in, { phEnum: HANDLE }, hex(HANDLE_HEX))
  assertVector(RpcCloseEnum.out, { phEnum: HANDLE, returnValue: 0 }, hex(`${HANDLE_HEX} 00000000`))
})

test('the filters carry what they filter by', () => {
  assert.deepEqual([RpcFilterByState.opnum, RpcFilterByCallersName.opnum, RpcFilterBySessionType.opnum], [2, 3, 6])
  assertVector(RpcFilterByState.in, { hEnum: HANDLE, State: 4, bInvert: true }, hex(`${HANDLE_HEX} 04000000 01000000`))
  assertVector(RpcFilterByCallersName.in, { hEnum: HANDLE }, hex(HANDLE_HEX))
  assertVector(
    RpcFilterBySessionType.in,
    { hEnum: HANDLE, pSessionType: REGULARDESKTOP },
    hex(`${HANDLE_HEX} ${REGULARDESKTOP_HEX}`),
  )
  assertVector(RpcFilterBySessionType.out, { returnValue: 0 }, hex('00000000'))
})

test('RpcGetEnumResult lists elements of 84 bytes in level 1', () => {
  assert.equal(RpcGetEnumResult.opnum, 5)
  assertVector(RpcGetEnumResult.in, { hEnum: HANDLE, Level: 1 }, hex(`${HANDLE_HEX} 01000000`))
  const bytes = hex(`
    04000200 02000000           # pointer, maximum count
    01000000 01000000 00000000 04000000 ${wide('Services', 33)} 0000
    01000000 01000000 0c000000 00000000 ${wide('RDP-Tcp#3', 33)} 0000
    02000000 00000000           # pEntries, return value
  `)
  assert.equal(bytes.length, 8 + 2 * 84 + 8)
  assertVector(
    RpcGetEnumResult.out,
    {
      ppSessionEnumResult: [
        { Level: 1, Data: { SessionId: 0, State: 4, Name: 'Services' } },
        { Level: 1, Data: { SessionId: 12, State: 0, Name: 'RDP-Tcp#3' } },
      ],
      pEntries: 2,
      returnValue: 0,
    },
    bytes,
  )
  assertVector(RpcGetEnumResult.out, { ppSessionEnumResult: null, pEntries: 0, returnValue: 0 }, hex('00'.repeat(12)))
})

test('RpcGetEnumResult refuses a count that its bytes cannot hold', () => {
  const bytes = hex(`04000200 ffffff7f 01000000 01000000 00000000 04000000 ${wide('x', 33)} 0000 01000000 00000000`)
  assert.throws(() => decode(RpcGetEnumResult.out, bytes), DecodeError)
})

test('RpcGetEnumResult tells levels 1 and 2 apart', () => {
  assertVector(
    RpcGetEnumResult.out,
    {
      ppSessionEnumResult: [
        {
          Level: 2,
          Data: {
            SessionId: 12,
            State: 0,
            Name: 'a',
            Source: 0,
            bFullDesktop: true,
            SessionType: REGULARDESKTOP,
          },
        },
      ],
      pEntries: 1,
      returnValue: 0,
    },
    hex(`
      04000200 01000000 02000000 02000000 0c000000 00000000 ${wide('a', 33)} 0000
      00000000 01000000 ${REGULARDESKTOP_HEX}
      01000000 00000000
    `),
  )
})

test('RpcGetEnumResultEx defers the protocol data of level 3 behind the array', () => {
  assert.equal(RpcGetEnumResultEx.opnum, 9)
  const Data = {
    SessionId: 1,
    State: 0,
    Name: 'a',
    Source: 0,
    bFullDesktop: true,
    SessionType: REGULARDESKTOP,
    ProtoDataSize: 3,
    pProtocolData: hex('010203'),
  }
  const level3 = `03000000 03000000 01000000 00000000 ${wide('a', 33)} 0000 00000000 01000000 ${REGULARDESKTOP_HEX}`
  assertVector(
    RpcGetEnumResultEx.out,
    {
      ppSessionEnumResult: [
        { Level: 3, Data },
        { Level: 3, Data: { ...Data, ProtoDataSize: 0, pProtocolData: null } },
      ],
      pEntries: 2,
      returnValue: 0,
    },
    hex(`
      04000200 02000000
      ${level3} 03000000 08000200
      ${level3} 00000000 00000000
      03000000 010203 00
      02000000 00000000
    `),
  )
})

test('RpcGetAllSessions gives its level back and names users in 33 characters', () => {
  assert.equal(RpcGetAllSessions.opnum, 10)
  assertVector(RpcGetAllSessions.in, { pLevel: 2 }, hex('02000000'))
  assertVector(
    RpcGetAllSessions.out,
    {
      pLevel: 2,
      ppSessionData: [
        {
          Level: 2,
          Data: {
            ExecEnvId: 12,
            State: 0,
            SessionName: 'RDP-Tcp#3',
            AbsSessionId: 12,
            HostName: '',
            UserName: 'alice',
            DomainName: 'CONTOSO',
            FarmName: '',
          },
        },
      ],
      pcEntries: 1,
      returnValue: 0,
    },
    hex(`
      02000000 04000200 01000000 02000000 02000000
      0c000000 00000000 ${wide('RDP-Tcp#3', 33)} 0000
      0c000000 ${wide('', 33)} ${wide('alice', 33)} ${wide('CONTOSO', 33)} ${wide('', 33)}
      01000000 00000000
    `),
  )
})

test('RpcGetAllSessionsEx names users in full', () => {
  assert.equal(RpcGetAllSessionsEx.opnum, 11)
  assertVector(RpcGetAllSessionsEx.in, { Level: 1 }, hex('01000000'))
  assertVector(
    RpcGetAllSessionsEx.out,
    {
      ppSessionData: [
        {
          Level: 1,
          Data: {
            ExecEnvId: 12,
            State: 4,
            AbsSessionId: 12,
            pszSessionName: '',
            pszHostName: null,
            pszUserName: 'ann',
            pszDomainName: 'D',
            pszFarmName: null,
          },
        },
      ],
      pcEntries: 1,
      returnValue: 0,
    },
    hex(`
      04000200 01000000
      01000000 01000000 0c000000 04000000 0c000000 08000200 00000000 0c000200 10000200 00000000
      01000000 00000000 01000000 0000 0000            # "", padded to 4
      04000000 00000000 04000000 6100 6e00 6e00 0000
      02000000 00000000 02000000 4400 0000
      01000000 00000000
    `),
  )
})

test('RpcGetAllSessionsEx takes strings whose maximum is that of the IDL', () => {
  const { ppSessionData } = decode(
    RpcGetAllSessionsEx.out,
    hex(`
      04000200 01000000
      01000000 01000000 0c000000 04000000 0c000000 00000000 00000000 0c000200 00000000 00000000
      01010000 00000000 02000000 6100 0000
      01000000 00000000
    `),
  )
  assert.equal(ppSessionData?.[0]?.Data.pszUserName, 'a')
})

test('RpcWaitForSessionState carries three numbers', () => {
  assert.equal(RpcWaitForSessionState.opnum, 0)
  assertVector(RpcWaitForSessionState.in, { SessionId: 12, State: 4, Timeout: 1000 }, hex('0c000000 04000000 e8030000'))
})

test('RpcRegisterAsyncNotification takes all sessions and a mask', () => {
  assert.equal(RpcRegisterAsyncNotification.opnum, 1)
  assertVector(RpcRegisterAsyncNotification.in, { SessionId: -1, Mask: 0xffff_ffff }, hex('ffffffff ffffffff'))
  assertVector(RpcRegisterAsyncNotification.out, { phNotify: HANDLE, returnValue: 0 }, hex(`${HANDLE_HEX} 00000000`))
})

test('RpcWaitAsyncNotification lists what changed', () => {
  assert.equal(RpcWaitAsyncNotification.opnum, 2)
  assertVector(RpcWaitAsyncNotification.in, { hNotify: HANDLE }, hex(HANDLE_HEX))
  assertVector(
    RpcWaitAsyncNotification.out,
    { SessionChange: [{ SessionId: 12, NotificationId: 0x90 }], pEntries: 1, returnValue: 0 },
    hex('04000200 01000000 0c000000 90000000 01000000 00000000'),
  )
})

test('RpcUnRegisterAsyncNotification gives the handle back', () => {
  assert.equal(RpcUnRegisterAsyncNotification.opnum, 3)
  assertVector(RpcUnRegisterAsyncNotification.in, { phNotify: HANDLE }, hex(HANDLE_HEX))
  assertVector(RpcUnRegisterAsyncNotification.out, { phNotify: HANDLE, returnValue: 0 }, hex(`${HANDLE_HEX} 00000000`))
})
