/** The calls of RCMPublic and RCMListener. */
import * as listener from '../../../../src/tsts/rcm-listener.ts'
import * as rcm from '../../../../src/tsts/rcm-public.ts'
import { HANDLE, LOGON, NOT_FOUND, OK, type Sample, sample } from './sample.ts'

const IPV4 = { sin_port: 3389, in_addr: 0x0702_00c0, sin_zero: new Uint8Array(8) }
const IPV6 = {
  sin6_port: 0x3d0d,
  sin6_flowinfo: 1,
  sin6_addr: [0x0120, 0xb80d, 0, 0, 0, 0, 0, 0x0700],
  sin6_scope_id: 2,
}

export const RCM_PUBLIC: readonly Sample[] = [
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
  sample(
    'RpcGetConfigData',
    rcm.RpcGetConfigData,
    [{ SessionId: 12 }],
    [{ ppBuff: Uint8Array.from([1, 2, 3]), pOutBuffByteLen: 3, ...OK }],
  ),
  sample(
    'RpcGetProtocolStatus',
    rcm.RpcGetProtocolStatus,
    [{ SessionId: 12, InfoType: 1 }],
    [{ ppProtoStatus: Uint8Array.from([1, 2]), pcbProtoStatus: 2, ...OK }],
  ),
  sample('RpcGetLastInputTime', rcm.RpcGetLastInputTime, [{ SessionId: 12 }], [{ pLastInputTime: LOGON, ...OK }]),
  sample(
    'RpcGetRemoteAddress',
    rcm.RpcGetRemoteAddress,
    [{ SessionId: 12 }],
    [
      { pRemoteAddress: { sin_family: 2, address: IPV4 }, ...OK },
      { pRemoteAddress: { sin_family: 23, address: IPV6 }, ...OK },
    ],
  ),
  sample(
    'RpcGetSessionProtocolLastInputTime',
    rcm.RpcGetSessionProtocolLastInputTime,
    [{ SessionId: 12, InfoType: 0 }],
    [
      { ppProtoStatus: Uint8Array.from([1, 2, 3]), pcbProtoStatus: 3, pLastInputTime: LOGON, ...OK },
      { ppProtoStatus: null, pcbProtoStatus: 0, pLastInputTime: null, returnValue: NOT_FOUND },
    ],
  ),
  sample(
    'RpcGetUserCertificates',
    rcm.RpcGetUserCertificates,
    [{ SessionId: 12 }],
    [
      { pcCerts: 1, ppbCerts: Uint8Array.from([48, 3]), pcbCerts: 2, ...OK },
      { pcCerts: 0, ppbCerts: null, pcbCerts: 0, ...OK },
    ],
  ),
  sample(
    'RpcQuerySessionData',
    rcm.RpcQuerySessionData,
    [
      { SessionId: 12, type: 1, pbInputData: null, cbInputData: 0, cbSessionData: 300 },
      { SessionId: 12, type: 2, pbInputData: Uint8Array.from([99]), cbInputData: 1, cbSessionData: 8192 },
    ],
    [
      {
        ...{ cbSessionData: 8, pbSessionData: Uint8Array.from([1, 2, 3]) },
        ...{ pcbReturnLength: 3, pcbRequireBufferSize: 3, ...OK },
      },
    ],
  ),
]

export const RCM_LISTENER: readonly Sample[] = [
  sample('RpcOpenListener', listener.RpcOpenListener, [{ szListenerName: 'rdp-tcp' }], [{ phListener: HANDLE, ...OK }]),
  sample('RpcCloseListener', listener.RpcCloseListener, [{ phListener: HANDLE }], [{ phListener: HANDLE, ...OK }]),
  sample('RpcStopListener', listener.RpcStopListener, [{ hListener: HANDLE }], [OK]),
  sample('RpcStartListener', listener.RpcStartListener, [{ hListener: HANDLE }], [OK]),
  sample('RpcIsListening', listener.RpcIsListening, [{ hListener: HANDLE }], [{ pbIsListening: true, ...OK }]),
]
