/** The calls of LegacyApi. */
import * as legacy from '../../../../src/tsts/legacy-api.ts'
import { counter, HANDLE, LOGON, type Sample, sample } from './sample.ts'

const PROCESS = {
  NextEntryOffset: 0,
  NumberOfThreads: 3,
  SpareLi1: 0n,
  SpareLi2: 1n,
  SpareLi3: -1n,
  CreateTime: LOGON,
  UserTime: 10_000_000n,
  KernelTime: 20_000_000n,
  ImageName: 'explorer.exe',
  BasePriority: 8,
  UniqueProcessId: 4242,
  InheritedFromUniqueProcessId: 4,
  HandleCount: 100,
  SessionId: 12,
  SpareUl3: 0,
  PeakVirtualSize: 1,
  VirtualSize: 2,
  PageFaultCount: 3,
  PeakWorkingSetSize: 4,
  WorkingSetSize: 0xffff_ffff,
  QuotaPeakPagedPoolUsage: 5,
  QuotaPagedPoolUsage: 6,
  QuotaPeakNonPagedPoolUsage: 7,
  QuotaNonPagedPoolUsage: 8,
  PagefileUsage: 9,
  PeakPagefileUsage: 10,
  PrivatePageCount: 11,
}
const SID = Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0])
const PROCESSES = [
  { pTsProcessInfo: PROCESS, SizeOfSid: SID.length, pSid: SID },
  { pTsProcessInfo: { ...PROCESS, ImageName: 'a', CreateTime: null }, SizeOfSid: 0, pSid: null },
]
const hServer = HANDLE
const LEGACY_OK = { pResult: 0, returnValue: true }
const PROCESSES_IN = { hServer, Level: 0, pNumberOfProcesses: 0x8000 }
const PROCESSES_OUT = { ...LEGACY_OK, pNumberOfProcesses: 2, ppTsAllProcessesInfo: PROCESSES }
const NO_PROCESSES = { pResult: 0xc000_0022, pNumberOfProcesses: 0, ppTsAllProcessesInfo: null, returnValue: false }

export const LEGACY_API: readonly Sample[] = [
  sample('RpcWinStationOpenServer', legacy.RpcWinStationOpenServer, [{}], [{ ...LEGACY_OK, phServer: HANDLE }]),
  sample('RpcWinStationCloseServer', legacy.RpcWinStationCloseServer, [{ hServer }], [LEGACY_OK]),
  sample(
    'RpcWinStationEnumerate',
    legacy.RpcWinStationEnumerate,
    [
      { hServer, pEntries: 100, pLogonId: new Uint8Array(7), pByteCount: 7, pIndex: 0 },
      { hServer, pEntries: 100, pLogonId: null, pByteCount: 0, pIndex: 3 },
    ],
    [{ ...LEGACY_OK, pEntries: 1, pLogonId: Uint8Array.from([9, 8, 7]), pByteCount: 3, pIndex: 1 }],
  ),
  sample(
    'RpcWinStationQueryInformation',
    legacy.RpcWinStationQueryInformation,
    [
      {
        hServer,
        LogonId: 12,
        WinStationInformationClass: 8,
        pWinStationInformation: new Uint8Array(9),
        WinStationInformationLength: 9,
      },
    ],
    [{ ...LEGACY_OK, pWinStationInformation: Uint8Array.from([1, 2, 3]), pReturnLength: 3 }],
  ),
  sample(
    'RpcWinStationSendMessage',
    legacy.RpcWinStationSendMessage,
    [
      {
        hServer,
        LogonId: 12,
        pTitle: 'abc',
        TitleLength: 3,
        pMessage: 'hello',
        MessageLength: 5,
        Style: 0,
        Timeout: 60,
        DoNotWait: true,
      },
    ],
    [{ ...LEGACY_OK, pResponse: 32001 }],
  ),
  sample(
    'RpcWinStationDisconnect',
    legacy.RpcWinStationDisconnect,
    [{ hServer, LogonId: 12, bWait: false }],
    [LEGACY_OK],
  ),
  sample('RpcWinStationReset', legacy.RpcWinStationReset, [{ hServer, LogonId: 12, bWait: true }], [LEGACY_OK]),
  sample(
    'RpcWinStationTerminateProcess',
    legacy.RpcWinStationTerminateProcess,
    [{ hServer, ProcessId: 4242, ExitCode: 1 }],
    [{ pResult: 0xc000_000b, returnValue: false }],
  ),
  sample(
    'RpcWinStationGetAllProcesses',
    legacy.RpcWinStationGetAllProcesses,
    [PROCESSES_IN],
    [PROCESSES_OUT, NO_PROCESSES],
  ),
  sample(
    'RpcWinStationGetAllProcesses_NT6',
    legacy.RpcWinStationGetAllProcesses_NT6,
    [PROCESSES_IN],
    [PROCESSES_OUT, NO_PROCESSES],
  ),
  sample('RpcIcaServerPing', legacy.RpcIcaServerPing, [{ hServer }], [LEGACY_OK]),
  sample(
    'RpcLogonIdFromWinStationName',
    legacy.RpcLogonIdFromWinStationName,
    [{ hServer, pWinStationName: 'console\0', NameSize: 8 }],
    [{ ...LEGACY_OK, pLogonId: 1 }],
  ),
  sample(
    'RpcWinStationNameFromLogonId',
    legacy.RpcWinStationNameFromLogonId,
    [{ hServer, LoginId: 12, pWinStationName: '\0'.repeat(33), NameSize: 33 }],
    [{ ...LEGACY_OK, pWinStationName: 'rdp-tcp#12'.padEnd(33, '\0') }],
  ),
  sample(
    'RpcWinStationConnect',
    legacy.RpcWinStationConnect,
    [
      {
        ...{ hServer, ClientLogonId: 1, ConnectLogonId: 1, TargetLogonId: 12 },
        ...{ pPassword: 'secret\0', PasswordSize: 7, Wait: true },
      },
    ],
    [LEGACY_OK],
  ),
  sample(
    'RpcWinStationWaitSystemEvent',
    legacy.RpcWinStationWaitSystemEvent,
    [{ hServer, EventMask: 0x7fff_ffff }],
    [{ ...LEGACY_OK, pEventFlags: 0x21 }],
  ),
  sample(
    'RpcWinStationGetProcessSid',
    legacy.RpcWinStationGetProcessSid,
    [
      {
        ...{ hServer, dwUniqueProcessId: 4012, ProcessStartTime: null },
        ...{ pProcessUserSid: new Uint8Array(28), dwSidSize: 28, pdwSizeNeeded: 0 },
      },
      {
        ...{ hServer, dwUniqueProcessId: 4012, ProcessStartTime: LOGON },
        ...{ pProcessUserSid: null, dwSidSize: 0, pdwSizeNeeded: 0 },
      },
    ],
    [{ ...LEGACY_OK, pProcessUserSid: SID, pdwSizeNeeded: SID.length }],
  ),
  sample(
    'RpcWinStationGetTermSrvCountersValue',
    legacy.RpcWinStationGetTermSrvCountersValue,
    [{ hServer, dwEntries: 2, pCounter: [counter(4, false, 0), counter(5, false, 0)] }],
    [{ ...LEGACY_OK, pCounter: [counter(4, true, 3), counter(5, true, 1)] }],
  ),
  sample(
    'RpcWinStationCloseServerEx',
    legacy.RpcWinStationCloseServerEx,
    [{ phServer: HANDLE }],
    [{ ...LEGACY_OK, phServer: HANDLE }],
  ),
  sample(
    'RpcWinStationIsHelpAssistantSession',
    legacy.RpcWinStationIsHelpAssistantSession,
    [{ hServer, SessionId: 12 }],
    [{ pResult: 0, returnValue: false }],
  ),
  sample(
    'RpcWinStationCheckLoopBack',
    legacy.RpcWinStationCheckLoopBack,
    [{ hServer, ClientLogonId: 1, TargetLogonId: 12, pTargetServerName: 'labhost\0', NameSize: 8 }],
    [{ pResult: 0xc000_0022, returnValue: true }],
  ),
]
