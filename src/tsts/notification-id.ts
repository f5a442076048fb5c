/** What a caller can be notified of: a mask. [MS-TSTS] 2.2.1.14 */

export const TNotificationId = {
  WTS_NOTIFY_CREATE: 0x1,
  WTS_NOTIFY_CONNECT: 0x2,
  WTS_NOTIFY_DISCONNECT: 0x4,
  WTS_NOTIFY_LOGON: 0x8,
  WTS_NOTIFY_LOGOFF: 0x10,
  WTS_NOTIFY_SHADOW_START: 0x20,
  WTS_NOTIFY_SHADOW_STOP: 0x40,
  WTS_NOTIFY_TERMINATE: 0x80,
  WTS_NOTIFY_CONSOLE_CONNECT: 0x100,
  WTS_NOTIFY_CONSOLE_DISCONNECT: 0x200,
  WTS_NOTIFY_LOCK: 0x400,
  WTS_NOTIFY_UNLOCK: 0x800,
  WTS_NOTIFY_DESKTOP_READY: 0x1000,
  WTS_NOTIFY_ALL: 0xffff_ffff,
} as const

/** In RpcRegisterAsyncNotification: the sessions of the whole host. [MS-TSTS] 3.3.4.2.2 */
export const ALL_SESSIONS = -1
