/** LegacyApi against bytes laid out by its IDL. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  RpcWinStationCloseServer,
  RpcWinStationDisconnect,
  RpcWinStationEnumerate,
  RpcWinStationGetAllProcesses,
  RpcWinStationGetAllProcesses_NT6,
  RpcWinStationOpenServer,
  RpcWinStationQueryInformation,
  RpcWinStationReset,
  RpcWinStationSendMessage,
  RpcWinStationTerminateProcess,
} from '../../src/tsts/legacy-api.ts'
import { decode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { assertVector, hex } from '../wire/vector.ts'
import { HANDLE, HANDLE_HEX, zeros } from './hex.ts'

test('RpcWinStationOpenServer answers result, handle and BOOLEAN', () => {
  assert.deepEqual([RpcWinStationOpenServer.opnum, RpcWinStationCloseServer.opnum], [0, 1])
  assertVector(RpcWinStationOpenServer.in, {}, hex(''))
  assertVector(
    RpcWinStationOpenServer.out,
    { pResult: 0, phServer: HANDLE, returnValue: true },
    hex(`00000000 ${HANDLE_HEX} 01`),
  )
  assertVector(RpcWinStationCloseServer.in, { hServer: HANDLE }, hex(HANDLE_HEX))
  assertVector(RpcWinStationCloseServer.out, { pResult: 0xc000_0008, returnValue: false }, hex('080000c0 00'))
})

test('RpcWinStationEnumerate passes its buffer in and out', () => {
  assert.equal(RpcWinStationEnumerate.opnum, 3)
  assertVector(
    RpcWinStationEnumerate.in,
    { hServer: HANDLE, pEntries: 1, pLogonId: hex('0000'), pByteCount: 2, pIndex: 0 },
    hex(`${HANDLE_HEX} 01000000 04000200 02000000 0000 0000 02000000 00000000`),
  )
  assertVector(
    RpcWinStationEnumerate.out,
    { pResult: 0x8000_001a, pEntries: 0, pLogonId: null, pByteCount: 0, pIndex: 3, returnValue: true },
    hex('1a000080 00000000 00000000 00000000 03000000 01'),
  )
})

test('RpcWinStationQueryInformation passes its buffer in and out', () => {
  assert.equal(RpcWinStationQueryInformation.opnum, 5)
  assertVector(
    RpcWinStationQueryInformation.in,
    {
      hServer: HANDLE,
      LogonId: 12,
      WinStationInformationClass: 8,
      pWinStationInformation: hex('00000000'),
      WinStationInformationLength: 4,
    },
    hex(`${HANDLE_HEX} 0c000000 08000000 04000200 04000000 00000000 04000000`),
  )
  assertVector(
    RpcWinStationQueryInformation.out,
    { pResult: 0, pWinStationInformation: hex('01'), pReturnLength: 1, returnValue: true },
    hex('00000000 04000200 01000000 01 000000 01000000 01'),
  )
})

test('RpcWinStationSendMessage counts its texts in front and behind', () => {
  assert.equal(RpcWinStationSendMessage.opnum, 7)
  assertVector(
    RpcWinStationSendMessage.in,
    {
      hServer: HANDLE,
      LogonId: 12,
      pTitle: 'T\0',
      TitleLength: 2,
      pMessage: 'ab\0',
      MessageLength: 3,
      Style: 0x40,
      Timeout: 60,
      DoNotWait: true,
    },
    hex(`
      ${HANDLE_HEX} 0c000000
      02000000 5400 0000 02000000
      03000000 6100 6200 0000 0000 03000000
      40000000 3c000000 01
    `),
  )
  assertVector(
    RpcWinStationSendMessage.out,
    { pResult: 0, pResponse: 32001, returnValue: true },
    hex('00000000 017d0000 01'),
  )
})

test('RpcWinStationReset and RpcWinStationDisconnect end in one byte', () => {
  assert.deepEqual([RpcWinStationDisconnect.opnum, RpcWinStationReset.opnum], [13, 14])
  for (const each of [RpcWinStationDisconnect, RpcWinStationReset]) {
    assertVector(each.in, { hServer: HANDLE, LogonId: 12, bWait: false }, hex(`${HANDLE_HEX} 0c000000 00`))
    assertVector(each.out, { pResult: 0xc000_0022, returnValue: false }, hex('220000c0 00'))
  }
})

test('RpcWinStationTerminateProcess names a process and its exit code', () => {
  assert.equal(RpcWinStationTerminateProcess.opnum, 37)
  assertVector(
    RpcWinStationTerminateProcess.in,
    { hServer: HANDLE, ProcessId: 4242, ExitCode: 1 },
    hex(`${HANDLE_HEX} 92100000 01000000`),
  )
})

const PROCESS = {
  NextEntryOffset: 0,
  NumberOfThreads: 3,
  SpareLi1: 0n,
  SpareLi2: 0n,
  SpareLi3: 0n,
  CreateTime: new Date('2026-11-22T09:30:00Z'),
  UserTime: 5n,
  KernelTime: 6n,
  ImageName: 'ab',
  BasePriority: 8,
  UniqueProcessId: 4242,
  InheritedFromUniqueProcessId: 1,
  HandleCount: 9,
  SessionId: 12,
  SpareUl3: 0,
  PeakVirtualSize: 0,
  VirtualSize: 0,
  PageFaultCount: 0,
  PeakWorkingSetSize: 0,
  WorkingSetSize: 0,
  QuotaPeakPagedPoolUsage: 0,
  QuotaPagedPoolUsage: 0,
  QuotaPeakNonPagedPoolUsage: 0,
  QuotaNonPagedPoolUsage: 0,
  PagefileUsage: 0,
  PeakPagefileUsage: 0,
  PrivatePageCount: 0,
}

function processesHex(name: string): Uint8Array {
  return hex(`
    00000000 01000000                   # pResult, pNumberOfProcesses
    04000200 01000000                   # pointer, maximum count
    08000200 0c000000 0c000200          # pTsProcessInfo, SizeOfSid, pSid
    00000000                            # to 8
    00000000 03000000 ${zeros(24)}
    009c8b0b647add01 0500000000000000 0600000000000000
    0400 0400 10000200                  # ImageName
    08000000 92100000 01000000 09000000 0c000000 00000000
    ${zeros(12 * 4)}
    ${name}
    0c000000 01 01 000000000005 12000000 # the SID
    01
  `)
}

function processes(each: typeof RpcWinStationGetAllProcesses, name: string): void {
  assertVector(
    each.in,
    { hServer: HANDLE, Level: 0, pNumberOfProcesses: 0x8000 },
    hex(`${HANDLE_HEX} 00000000 00800000`),
  )
  assertVector(
    each.out,
    {
      pResult: 0,
      pNumberOfProcesses: 1,
      ppTsAllProcessesInfo: [{ pTsProcessInfo: PROCESS, SizeOfSid: 12, pSid: hex('0101 000000000005 12000000') }],
      returnValue: true,
    },
    processesHex(name),
  )
}

test('RpcWinStationGetAllProcesses_NT6 counts names in characters', () => {
  assert.equal(RpcWinStationGetAllProcesses_NT6.opnum, 70)
  processes(RpcWinStationGetAllProcesses_NT6, '02000000 00000000 02000000 6100 6200')
})

test('RpcWinStationGetAllProcesses takes a count of bytes for one of characters', () => {
  assert.equal(RpcWinStationGetAllProcesses.opnum, 43)
  processes(RpcWinStationGetAllProcesses, '04000000 00000000 04000000 6100 6200 0000 0000')
})

test('RpcWinStationGetAllProcesses reads no further than the text', () => {
  const { ppTsAllProcessesInfo } = decode(
    RpcWinStationGetAllProcesses.out,
    processesHex('04000000 00000000 04000000 6100 6200 7858 5878'),
  )
  assert.equal(ppTsAllProcessesInfo?.[0]?.pTsProcessInfo?.ImageName, 'ab')
  assert.throws(
    () => decode(RpcWinStationGetAllProcesses.out, processesHex('02000000 00000000 04000000 6100 6200 0000 0000')),
    DecodeError,
  )
})
