/** The calls of TermSrvNotification. */
import * as notification from '../../../../src/tsts/term-srv-notification.ts'
import { HANDLE, NOT_FOUND, OK, type Sample, sample } from './sample.ts'

export const TERM_SRV_NOTIFICATION: readonly Sample[] = [
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
