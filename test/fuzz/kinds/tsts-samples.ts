/** A value of every call of [MS-TSTS] and [MS-LSAT] that is declared, both ways, with every shape that its types can take. */
import type { Operation } from '../../../src/rpc/operation.ts'
import * as legacy from '../../../src/tsts/legacy-api.ts'
import * as lsa from '../../../src/tsts/lsarpc.ts'
import * as rcm from '../../../src/tsts/rcm-public.ts'
import * as enumeration from '../../../src/tsts/term-srv-enumeration.ts'
import * as notification from '../../../src/tsts/term-srv-notification.ts'
import * as session from '../../../src/tsts/term-srv-session.ts'

export interface Sample<I = unknown, O = unknown> {
  readonly call: string
  readonly operation: Operation<I, O>
  readonly in: readonly I[]
  readonly out: readonly O[]
}

function sample<I, O>(call: string, operation: Operation<I, O>, input: I[], out: O[]): Sample {
  const made: Sample<I, O> = { call, operation, in: input, out }
  return made as Sample<unknown, unknown>
}

const HANDLE = Uint8Array.from({ length: 20 }, (_, i) => (i < 4 ? 0 : i * 11))
const LOGON = new Date('2026-11-20T07:30:00.000Z')
const CONNECT = new Date('2026-11-22T09:00:01.250Z')
const GUID = '0f0a4bf8-8362-435d-938c-222a518a8b78'
const NOT_FOUND = 0x8007_0002 | 0

const LEVEL1 = { SessionId: 12, State: 0, Name: 'RDP-Tcp#3' }
const LEVEL2 = { ...LEVEL1, Source: 0, bFullDesktop: true, SessionType: GUID }
const EXEC1 = { ExecEnvId: 12, State: 4, SessionName: '' }
const EXEC2 = {
  ExecEnvId: -1,
  State: 0,
  SessionName: 'Console',
  AbsSessionId: 1,
  HostName: 'HOST',
  UserName: 'Jürgen',
  DomainName: 'D',
  FarmName: '',
}
const EXEC_EX = {
  ExecEnvId: 2,
  State: 0,
  AbsSessionId: 2,
  pszSessionName: 'RDP-Tcp#0',
  pszHostName: null,
  pszUserName: 'a user whose name is longer than twenty characters',
  pszDomainName: 'CONTOSO',
  pszFarmName: '',
}
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
const hSession = HANDLE
const hServer = HANDLE
const OK = { returnValue: 0 }
const LEGACY_OK = { pResult: 0, returnValue: true }
const PROCESSES_IN = { hServer, Level: 0, pNumberOfProcesses: 0x8000 }
const PROCESSES_OUT = { ...LEGACY_OK, pNumberOfProcesses: 2, ppTsAllProcessesInfo: PROCESSES }
const NO_PROCESSES = { pResult: 0xc000_0022, pNumberOfProcesses: 0, ppTsAllProcessesInfo: null, returnValue: false }

const TERM_SRV_SESSION: readonly Sample[] = [
  sample('RpcOpenSession', session.RpcOpenSession, [{ SessionId: 12 }], [{ phSession: HANDLE, ...OK }]),
  sample('RpcCloseSession', session.RpcCloseSession, [{ phSession: HANDLE }], [{ phSession: HANDLE, ...OK }]),
  sample(
    'RpcConnect',
    session.RpcConnect,
    [
      { hSession, TargetSessionId: 2, szPassword: '' },
      { hSession, TargetSessionId: -1, szPassword: 'Pässword' },
    ],
    [{ returnValue: 0x8007_052e | 0 }],
  ),
  sample('RpcDisconnect', session.RpcDisconnect, [{ hSession }], [{ returnValue: 1 }]),
  sample('RpcLogoff', session.RpcLogoff, [{ hSession }], [{ returnValue: 0x1000_0000 }, { returnValue: NOT_FOUND }]),
  sample(
    'RpcGetUserName',
    session.RpcGetUserName,
    [{ hSession }],
    [
      { pszUserName: 'alice', pszDomain: 'CONTOSO', ...OK },
      { pszUserName: null, pszDomain: null, returnValue: NOT_FOUND },
    ],
  ),
  sample('RpcGetTerminalName', session.RpcGetTerminalName, [{ hSession }], [{ pszTerminalName: 'RDP-Tcp#3', ...OK }]),
  sample('RpcGetState', session.RpcGetState, [{ hSession }], [{ plState: 4, ...OK }]),
  sample('RpcIsSessionDesktopLocked', session.RpcIsSessionDesktopLocked, [{ hSession }], [{ returnValue: 1 }]),
  sample(
    'RpcShowMessageBox',
    session.RpcShowMessageBox,
    [
      { hSession, szTitle: 'Notice', szMessage: 'Save your work: 保存', ulStyle: 4, ulTimeout: 60, bDoNotWait: false },
      { hSession, szTitle: '', szMessage: 'x', ulStyle: 0, ulTimeout: 0, bDoNotWait: true },
    ],
    [{ pulResponse: 32000, ...OK }],
  ),
  sample(
    'RpcGetTimes',
    session.RpcGetTimes,
    [{ hSession }],
    [{ pConnectTime: CONNECT, pDisconnectTime: null, pLogonTime: LOGON, ...OK }],
  ),
  sample(
    'RpcGetSessionInformation',
    session.RpcGetSessionInformation,
    [{ SessionId: 12 }],
    [
      {
        pSessionInfo: {
          pszUserName: 'alice',
          pszDomain: null,
          pszTerminalName: '',
          SessionState: 0,
          DesktopLocked: true,
          ConnectTime: CONNECT,
          DisconnectTime: null,
          LogonTime: LOGON,
        },
        ...OK,
      },
    ],
  ),
  sample('RpcGetLoggedOnCount', session.RpcGetLoggedOnCount, [{}], [{ pUserSessions: 3, pDeviceSessions: 1, ...OK }]),
  sample('RpcGetSessionType', session.RpcGetSessionType, [{ SessionId: 0 }], [{ pSessionType: 1, ...OK }]),
  sample(
    'RpcGetSessionInformationEx',
    session.RpcGetSessionInformationEx,
    [{ SessionId: 12, Level: 1 }],
    [exInformation(null), exInformation(Uint8Array.from({ length: 1816 }, (_, i) => i & 0xff))],
  ),
]

function exInformation(ProtocolData: Uint8Array | null) {
  const Data = {
    SessionState: 0,
    SessionFlags: -1,
    SessionName: 'RDP-Tcp#3',
    DomainName: 'ABCDEFGHIJKLMNOPQ',
    UserName: 'ABCDEFGHIJKLMNOPQRST',
    ConnectTime: CONNECT,
    DisconnectTime: null,
    LogonTime: LOGON,
    LastInputTime: CONNECT,
    ProtocolDataSize: ProtocolData?.length ?? 0,
    ProtocolData,
  }
  return { LSMSessionInfoExPtr: { Level: 1 as const, Data }, returnValue: 0 }
}

const TERM_SRV_NOTIFICATION: readonly Sample[] = [
  sample(
    'RpcWaitForSessionState',
    notification.RpcWaitForSessionState,
    [{ SessionId: 12, State: 4, Timeout: 5000 }],
    [OK],
  ),
  sample(
    'RpcRegisterAsyncNotification',
    notification.RpcRegisterAsyncNotification,
    [{ SessionId: -1, Mask: 0xffff_ffff }],
    [{ phNotify: HANDLE, ...OK }],
  ),
  sample(
    'RpcWaitAsyncNotification',
    notification.RpcWaitAsyncNotification,
    [{ hNotify: HANDLE }],
    [
      {
        SessionChange: [
          { SessionId: 12, NotificationId: 0x90 },
          { SessionId: 3, NotificationId: 1 },
        ],
        pEntries: 2,
        ...OK,
      },
      { SessionChange: [], pEntries: 0, ...OK },
      { SessionChange: null, pEntries: 0, returnValue: NOT_FOUND },
    ],
  ),
  sample(
    'RpcUnRegisterAsyncNotification',
    notification.RpcUnRegisterAsyncNotification,
    [{ phNotify: HANDLE }],
    [{ phNotify: HANDLE, ...OK }],
  ),
]

const hEnum = HANDLE
const LEVEL3 = { ...LEVEL2, ProtoDataSize: 3, pProtocolData: Uint8Array.from([1, 2, 3]) }
const TERM_SRV_ENUMERATION: readonly Sample[] = [
  sample('RpcOpenEnum', enumeration.RpcOpenEnum, [{}], [{ phEnum: HANDLE, ...OK }]),
  sample('RpcCloseEnum', enumeration.RpcCloseEnum, [{ phEnum: HANDLE }], [{ phEnum: HANDLE, ...OK }]),
  sample('RpcFilterByState', enumeration.RpcFilterByState, [{ hEnum, State: 4, bInvert: true }], [OK]),
  sample('RpcFilterByCallersName', enumeration.RpcFilterByCallersName, [{ hEnum }], [OK]),
  sample(
    'RpcGetEnumResult',
    enumeration.RpcGetEnumResult,
    [{ hEnum, Level: 1 }],
    [
      {
        ppSessionEnumResult: [
          { Level: 1, Data: LEVEL1 },
          { Level: 1, Data: LEVEL1 },
        ],
        pEntries: 2,
        ...OK,
      },
      { ppSessionEnumResult: [{ Level: 2, Data: LEVEL2 }], pEntries: 1, ...OK },
      { ppSessionEnumResult: null, pEntries: 0, ...OK },
    ],
  ),
  sample('RpcFilterBySessionType', enumeration.RpcFilterBySessionType, [{ hEnum, pSessionType: GUID }], [OK]),
  sample(
    'RpcGetEnumResultEx',
    enumeration.RpcGetEnumResultEx,
    [{ hEnum, Level: 3 }],
    [
      {
        ppSessionEnumResult: [
          { Level: 3, Data: LEVEL3 },
          { Level: 3, Data: { ...LEVEL3, ProtoDataSize: 0, pProtocolData: null } },
          { Level: 3, Data: LEVEL3 },
        ],
        pEntries: 3,
        ...OK,
      },
    ],
  ),
  sample(
    'RpcGetAllSessions',
    enumeration.RpcGetAllSessions,
    [{ pLevel: 2 }],
    [
      { pLevel: 1, ppSessionData: [{ Level: 1, Data: EXEC1 }], pcEntries: 1, ...OK },
      {
        pLevel: 2,
        ppSessionData: [
          { Level: 2, Data: EXEC2 },
          { Level: 2, Data: EXEC2 },
        ],
        pcEntries: 2,
        ...OK,
      },
    ],
  ),
  sample(
    'RpcGetAllSessionsEx',
    enumeration.RpcGetAllSessionsEx,
    [{ Level: 1 }],
    [
      {
        ppSessionData: [
          { Level: 1, Data: EXEC_EX },
          { Level: 1, Data: { ...EXEC_EX, pszUserName: 'ab', pszHostName: 'abc' } },
        ],
        pcEntries: 2,
        ...OK,
      },
    ],
  ),
]

const RCM_PUBLIC: readonly Sample[] = [
  sample(
    'RpcGetClientData',
    rcm.RpcGetClientData,
    [{ SessionId: 12 }],
    [
      { ppBuff: Uint8Array.from([1, 2, 3, 4, 5]), pOutBuffByteLen: 5, ...OK },
      { ppBuff: null, pOutBuffByteLen: 0, returnValue: NOT_FOUND },
    ],
  ),
  sample(
    'RpcGetAllListeners',
    rcm.RpcGetAllListeners,
    [{ Level: 1 }],
    [
      {
        ppListeners: [{ Level: 1, Data: { Id: 65536, bListening: true, Name: 'RDP-Tcp' } }],
        pNumListeners: 1,
        ...OK,
      },
    ],
  ),
]

const LEGACY_API: readonly Sample[] = [
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
]

const NAMES = {
  Entries: 2,
  Names: [
    { Use: 1, Name: 'alice', DomainIndex: 0 },
    { Use: 8, Name: 'S-1-5-21-1-2-3-1001', DomainIndex: -1 },
  ],
}
const LSARPC: readonly Sample[] = [
  sample('LsarClose', lsa.LsarClose, [{ ObjectHandle: HANDLE }], [{ ObjectHandle: HANDLE, ...OK }]),
  sample(
    'LsarLookupSids',
    lsa.LsarLookupSids,
    [
      {
        PolicyHandle: HANDLE,
        SidEnumBuffer: { Entries: 2, SidInfo: ['S-1-5-18', 'S-1-5-21-1-2-3-1001'] },
        TranslatedNames: { Entries: 0, Names: null },
        LookupLevel: 1,
        MappedCount: 0,
      },
    ],
    [
      {
        ReferencedDomains: {
          Entries: 2,
          Domains: [
            { Name: 'CONTOSO', Sid: 'S-1-5-21-1-2-3' },
            { Name: 'D', Sid: null },
          ],
          MaxEntries: 32,
        },
        TranslatedNames: NAMES,
        MappedCount: 1,
        returnValue: 0x107,
      },
      {
        ReferencedDomains: null,
        TranslatedNames: { Entries: 0, Names: null },
        MappedCount: 0,
        returnValue: 0xc000_0073,
      },
    ],
  ),
  sample(
    'LsarOpenPolicy2',
    lsa.LsarOpenPolicy2,
    [
      {
        SystemName: '\\\\host',
        ObjectAttributes: {
          Length: 24,
          Attributes: 0,
          SecurityQualityOfService: { Length: 12, ImpersonationLevel: 2, ContextTrackingMode: 1, EffectiveOnly: 0 },
        },
        DesiredAccess: 0x800,
      },
      {
        SystemName: null,
        ObjectAttributes: { Length: 24, Attributes: 0, SecurityQualityOfService: null },
        DesiredAccess: 0x800,
      },
    ],
    [{ PolicyHandle: HANDLE, ...OK }],
  ),
]

/** All calls. */
export const SAMPLES: readonly Sample[] = [
  ...TERM_SRV_SESSION,
  ...TERM_SRV_NOTIFICATION,
  ...TERM_SRV_ENUMERATION,
  ...RCM_PUBLIC,
  ...LEGACY_API,
  ...LSARPC,
]
