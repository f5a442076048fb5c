/** The calls of RCMPublic. */
import * as rcm from '../../../../src/tsts/rcm-public.ts'
import { NOT_FOUND, OK, type Sample, sample } from './sample.ts'

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
]
