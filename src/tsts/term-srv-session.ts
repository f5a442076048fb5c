/** One session: open it, ask it, end it. [MS-TSTS] 3.3.4.1, IDL in 6.1 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { contextHandle } from '../rpc/ndr/context-handle.ts'
import { elements } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { BOOL, long, ulong } from '../rpc/ndr/scalars.ts'
import { wstring } from '../rpc/ndr/strings.ts'
import { GUID } from '../rpc/ndr/uuid.ts'
import { operation } from '../rpc/operation.ts'
import { secret } from '../wire/secret.ts'
import { TS_COUNTER } from './counter.ts'
import { FILETIME } from './file-time.ts'
import { LSMSESSIONINFORMATION, LSMSESSIONINFORMATION_EX } from './lsm-session-information.ts'
import { HRESULT } from './returns.ts'

export const TermSrvSession = {
  name: 'TermSrvSession',
  uuid: '484809d6-4239-471b-b5bc-61df8c23ac48',
  major: 1,
  minor: 0,
} as const

/** [MS-TSTS] 2.2.1.1 */
const SESSION_HANDLE = contextHandle

/** [MS-TSTS] 3.3.4.1.1 */
export const RpcOpenSession = operation(0, {
  in: { SessionId: long },
  out: { phSession: SESSION_HANDLE, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.1.2 */
export const RpcCloseSession = operation(1, {
  in: { phSession: SESSION_HANDLE },
  out: { phSession: SESSION_HANDLE, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.1.3 */
export const RpcConnect = operation(2, {
  in: { hSession: SESSION_HANDLE, TargetSessionId: long, szPassword: secret(wstring) },
  out: { returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.1.4 */
export const RpcDisconnect = operation(3, { in: { hSession: SESSION_HANDLE }, out: { returnValue: HRESULT } })

/** [MS-TSTS] 3.3.4.1.5 */
export const RpcLogoff = operation(4, { in: { hSession: SESSION_HANDLE }, out: { returnValue: HRESULT } })

/** [MS-TSTS] 3.3.4.1.6 */
export const RpcGetUserName = operation(5, {
  in: { hSession: SESSION_HANDLE },
  out: { pszUserName: unique(wstring), pszDomain: unique(wstring), returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.1.7 */
export const RpcGetTerminalName = operation(6, {
  in: { hSession: SESSION_HANDLE },
  out: { pszTerminalName: unique(wstring), returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.1.8 */
export const RpcGetState = operation(7, {
  in: { hSession: SESSION_HANDLE },
  out: { plState: long, returnValue: HRESULT },
})

/** Success means locked. [MS-TSTS] 3.3.4.1.9 */
export const RpcIsSessionDesktopLocked = operation(8, {
  in: { hSession: SESSION_HANDLE },
  out: { returnValue: HRESULT },
})

/** `ulTimeout` in seconds. [MS-TSTS] 3.3.4.1.10 */
export const RpcShowMessageBox = operation(9, {
  in: {
    hSession: SESSION_HANDLE,
    szTitle: wstring,
    szMessage: wstring,
    ulStyle: ulong,
    ulTimeout: ulong,
    bDoNotWait: BOOL,
  },
  out: { pulResponse: ulong, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.1.11 */
export const RpcGetTimes = operation(10, {
  in: { hSession: SESSION_HANDLE },
  out: { pConnectTime: FILETIME, pDisconnectTime: FILETIME, pLogonTime: FILETIME, returnValue: HRESULT },
})

/** The counters whose IDs stand in the array, each with its value. [MS-TSTS] 3.3.4.1.12 */
export const RpcGetSessionCounters = operation(11, {
  in: { pCounter: conformant(elements(TS_COUNTER)), uEntries: ulong },
  out: { pCounter: conformant(elements(TS_COUNTER)), returnValue: HRESULT },
})

/** Names in full; no time of the last input. [MS-TSTS] 3.3.4.1.13 */
export const RpcGetSessionInformation = operation(12, {
  in: { SessionId: long },
  out: { pSessionInfo: LSMSESSIONINFORMATION, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.1.14 */
export const RpcGetLoggedOnCount = operation(15, {
  in: {},
  out: { pUserSessions: ulong, pDeviceSessions: ulong, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.1.15 */
export const RpcGetSessionType = operation(16, {
  in: { SessionId: long },
  out: { pSessionType: ulong, returnValue: HRESULT },
})

/** Level 1 is the only one. [MS-TSTS] 3.3.4.1.16 */
export const RpcGetSessionInformationEx = operation(17, {
  in: { SessionId: long, Level: ulong },
  out: { LSMSessionInfoExPtr: LSMSESSIONINFORMATION_EX, returnValue: HRESULT },
})

/** Since Windows 11, version 22H2, and Windows Server 2025. [MS-TSTS] 3.3.4.1.17 */
export const RpcGetActivityId = operation(21, {
  in: { hSession: SESSION_HANDLE },
  out: { pActivityId: GUID, returnValue: HRESULT },
})
