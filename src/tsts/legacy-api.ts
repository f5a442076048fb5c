/** The calls of every version: a BOOLEAN that says whether, and `pResult` that says why not. [MS-TSTS] 3.7.4.1, IDL in 6.3 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { contextHandle } from '../rpc/ndr/context-handle.ts'
import { elements, octets, units } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { BOOLEAN, ulong } from '../rpc/ndr/scalars.ts'
import { operation } from '../rpc/operation.ts'
import { secret } from '../wire/secret.ts'
import { TS_ALL_PROCESSES_INFO, TS_ALL_PROCESSES_INFO_NT6 } from './all-processes-info.ts'
import { bounded } from './bounded.ts'
import { TS_COUNTER } from './counter.ts'
import { FILETIME } from './file-time.ts'
import { NTSTATUS } from './returns.ts'

export const LegacyApi = {
  name: 'LegacyApi',
  uuid: '5ca4a760-ebb1-11cf-8611-00a0245420ed',
  major: 1,
  minor: 0,
} as const

/** The most that buffer lengths and `pNumberOfProcesses` may be. [MS-TSTS] 2.2.1.16 */
export const BUFFER_MAX = 0x8000

/** [MS-TSTS] 2.2.1.4 */
export const SERVER_HANDLE = contextHandle

/** [MS-TSTS] 3.7.4.1.1 */
export const RpcWinStationOpenServer = operation(0, {
  in: {},
  out: { pResult: NTSTATUS, phServer: SERVER_HANDLE, returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.2 */
export const RpcWinStationCloseServer = operation(1, {
  in: { hServer: SERVER_HANDLE },
  out: { pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.3 */
export const RpcIcaServerPing = operation(2, {
  in: { hServer: SERVER_HANDLE },
  out: { pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** LOGONIDs, listeners included; `pIndex` starts at 0, STATUS_NO_MORE_ENTRIES ends. [MS-TSTS] 3.7.4.1.4 */
export const RpcWinStationEnumerate = operation(3, {
  in: {
    hServer: SERVER_HANDLE,
    pEntries: ulong,
    pLogonId: unique(conformant(octets)),
    pByteCount: ulong,
    pIndex: ulong,
  },
  out: {
    pResult: NTSTATUS,
    pEntries: ulong,
    pLogonId: unique(conformant(octets)),
    pByteCount: ulong,
    pIndex: ulong,
    returnValue: BOOLEAN,
  },
})

/** The buffer may be a WINSTATIONCLIENT, which has room for a password. [MS-TSTS] 3.7.4.1.6 */
export const RpcWinStationQueryInformation = operation(5, {
  in: {
    hServer: SERVER_HANDLE,
    LogonId: ulong,
    WinStationInformationClass: ulong,
    pWinStationInformation: unique(conformant(octets)),
    WinStationInformationLength: bounded(BUFFER_MAX),
  },
  out: {
    pResult: NTSTATUS,
    pWinStationInformation: secret(unique(conformant(octets))),
    pReturnLength: ulong,
    returnValue: BOOLEAN,
  },
})

/** The lengths are said to be in bytes, and are the element counts of the arrays. [MS-TSTS] 3.7.4.1.8 */
export const RpcWinStationSendMessage = operation(7, {
  in: {
    hServer: SERVER_HANDLE,
    LogonId: ulong,
    pTitle: conformant(units),
    TitleLength: bounded(1024),
    pMessage: conformant(units),
    MessageLength: bounded(1024),
    Style: ulong,
    Timeout: ulong,
    DoNotWait: BOOLEAN,
  },
  out: { pResult: NTSTATUS, pResponse: ulong, returnValue: BOOLEAN },
})

/** `NameSize` counts characters and the NUL. [MS-TSTS] 3.7.4.1.9 */
export const RpcLogonIdFromWinStationName = operation(8, {
  in: { hServer: SERVER_HANDLE, pWinStationName: conformant(units), NameSize: bounded(256) },
  out: { pResult: NTSTATUS, pLogonId: ulong, returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.10 */
export const RpcWinStationNameFromLogonId = operation(9, {
  in: { hServer: SERVER_HANDLE, LoginId: ulong, pWinStationName: conformant(units), NameSize: bounded(256) },
  out: { pResult: NTSTATUS, pWinStationName: conformant(units), returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.11 */
export const RpcWinStationConnect = operation(10, {
  in: {
    hServer: SERVER_HANDLE,
    ClientLogonId: ulong,
    ConnectLogonId: ulong,
    TargetLogonId: ulong,
    pPassword: secret(conformant(units)),
    PasswordSize: bounded(1024),
    Wait: BOOLEAN,
  },
  out: { pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.12 */
export const RpcWinStationDisconnect = operation(13, {
  in: { hServer: SERVER_HANDLE, LogonId: ulong, bWait: BOOLEAN },
  out: { pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** Never with `bWait`: a program that hangs in the session would hold the caller for ever. [MS-TSTS] 3.7.4.1.13 */
export const RpcWinStationReset = operation(14, {
  in: { hServer: SERVER_HANDLE, LogonId: ulong, bWait: BOOLEAN },
  out: { pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** Answered when something happens. [MS-TSTS] 3.7.4.1.15 */
export const RpcWinStationWaitSystemEvent = operation(16, {
  in: { hServer: SERVER_HANDLE, EventMask: ulong },
  out: { pResult: NTSTATUS, pEventFlags: ulong, returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.21 */
export const RpcWinStationTerminateProcess = operation(37, {
  in: { hServer: SERVER_HANDLE, ProcessId: ulong, ExitCode: ulong },
  out: { pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.22 */
export const RpcWinStationGetAllProcesses = operation(43, {
  in: { hServer: SERVER_HANDLE, Level: ulong, pNumberOfProcesses: bounded(BUFFER_MAX) },
  out: {
    pResult: NTSTATUS,
    pNumberOfProcesses: ulong,
    ppTsAllProcessesInfo: unique(conformant(elements(TS_ALL_PROCESSES_INFO))),
    returnValue: BOOLEAN,
  },
})

/** `ProcessStartTime` tells a process from a later one of the same number. [MS-TSTS] 3.7.4.1.23 */
export const RpcWinStationGetProcessSid = operation(44, {
  in: {
    hServer: SERVER_HANDLE,
    dwUniqueProcessId: ulong,
    ProcessStartTime: FILETIME,
    pProcessUserSid: unique(conformant(octets)),
    dwSidSize: bounded(1024),
    pdwSizeNeeded: ulong,
  },
  out: {
    pResult: NTSTATUS,
    pProcessUserSid: unique(conformant(octets)),
    pdwSizeNeeded: ulong,
    returnValue: BOOLEAN,
  },
})

/** [MS-TSTS] 3.7.4.1.24 */
export const RpcWinStationGetTermSrvCountersValue = operation(45, {
  in: { hServer: SERVER_HANDLE, dwEntries: bounded(0x1000), pCounter: conformant(elements(TS_COUNTER)) },
  out: { pResult: NTSTATUS, pCounter: conformant(elements(TS_COUNTER)), returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.29 */
export const RpcWinStationCloseServerEx = operation(60, {
  in: { phServer: SERVER_HANDLE },
  out: { phServer: SERVER_HANDLE, pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** Nothing but FALSE where nobody is a HelpAssistant. [MS-TSTS] 3.7.4.1.30 */
export const RpcWinStationIsHelpAssistantSession = operation(61, {
  in: { hServer: SERVER_HANDLE, SessionId: ulong },
  out: { pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** TRUE where the client runs in a session of the host that it connects to. [MS-TSTS] 3.7.4.1.32 */
export const RpcWinStationCheckLoopBack = operation(65, {
  in: {
    hServer: SERVER_HANDLE,
    ClientLogonId: ulong,
    TargetLogonId: ulong,
    pTargetServerName: conformant(units),
    NameSize: bounded(1024),
  },
  out: { pResult: NTSTATUS, returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.34 */
export const RpcWinStationGetAllProcesses_NT6 = operation(70, {
  in: { hServer: SERVER_HANDLE, Level: ulong, pNumberOfProcesses: bounded(BUFFER_MAX) },
  out: {
    pResult: NTSTATUS,
    pNumberOfProcesses: ulong,
    ppTsAllProcessesInfo: unique(conformant(elements(TS_ALL_PROCESSES_INFO_NT6))),
    returnValue: BOOLEAN,
  },
})

/** The only level of a list of processes. [MS-TSTS] 6.7 */
export const GAP_LEVEL_BASIC = 0
