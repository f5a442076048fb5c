/** The calls of TermSrvSession. */
import * as session from '../../../../src/tsts/term-srv-session.ts'
import { counter, HANDLE, LOGON, NOT_FOUND, OK, type Sample, sample } from './sample.ts'

const CONNECT = new Date('2026-11-22T09:00:01.250Z')
const hSession = HANDLE

export const TERM_SRV_SESSION: readonly Sample[] = [
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
  sample(
    'RpcGetSessionCounters',
    session.RpcGetSessionCounters,
    [
      { pCounter: [counter(4, false, 0), counter(0x0c, false, 0)], uEntries: 2 },
      { pCounter: [], uEntries: 0 },
    ],
    [{ pCounter: [counter(4, true, 17), counter(99, false, 0)], ...OK }],
  ),
  sample(
    'RpcGetActivityId',
    session.RpcGetActivityId,
    [{ hSession: HANDLE }],
    [{ pActivityId: '0f0a4bf8-8362-435d-938c-222a518a8b78', ...OK }],
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
