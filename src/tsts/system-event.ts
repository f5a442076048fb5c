/** What RpcWinStationWaitSystemEvent waits for: a mask. [MS-TSTS] 3.7.4.1.15 */

export const SystemEvent = {
  /** Forgets what was waited for. */
  WEVENT_NONE: 0x0000_0000,
  WEVENT_CREATE: 0x0000_0001,
  WEVENT_DELETE: 0x0000_0002,
  WEVENT_RENAME: 0x0000_0004,
  WEVENT_CONNECT: 0x0000_0008,
  WEVENT_DISCONNECT: 0x0000_0010,
  WEVENT_LOGON: 0x0000_0020,
  WEVENT_LOGOFF: 0x0000_0040,
  WEVENT_STATECHANGE: 0x0000_0080,
  WEVENT_LICENSE: 0x0000_0100,
  WEVENT_ALL: 0x7fff_ffff,
  /** Releases all who wait. */
  WEVENT_FLUSH: 0x8000_0000,
} as const
