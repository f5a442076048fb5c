/** The calls of TermSrvEnumeration. */
import * as enumeration from '../../../../src/tsts/term-srv-enumeration.ts'
import { HANDLE, OK, type Sample, sample } from './sample.ts'

const GUID = '0f0a4bf8-8362-435d-938c-222a518a8b78'
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
const hEnum = HANDLE
const LEVEL3 = { ...LEVEL2, ProtoDataSize: 3, pProtocolData: Uint8Array.from([1, 2, 3]) }
export const TERM_SRV_ENUMERATION: readonly Sample[] = [
  sample('RpcOpenEnum', enumeration.RpcOpenEnum, [{}], [{ phEnum: HANDLE, ...OK }]),
  sample('RpcCloseEnum', enumeration.RpcCloseEnum, [{ phEnum: HANDLE }], [{ phEnum: HANDLE, ...OK }]),
  sample('RpcFilterByState', enumeration.RpcFilterByState, [{ hEnum, State: 4, bInvert: true }], [OK]),
  sample('RpcEnumAddFilter', enumeration.RpcEnumAddFilter, [{ hEnum, hSubEnum: HANDLE }], [OK]),
  sample(
    'RpcGetSessionIds',
    enumeration.RpcGetSessionIds,
    [{ Filter: 0, MaxEntries: 0xffff }],
    [
      { pSessionIds: [1, 12, -3], pcSessionIds: 3, ...OK },
      { pSessionIds: null, pcSessionIds: 0, ...OK },
    ],
  ),
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
