/** The rights that a caller can have on a session. [MS-TSTS] 6.5, WinStationOpen access values */

export const WinStationAccess = {
  WINSTATION_QUERY: 0x0000_0001,
  WINSTATION_SET: 0x0000_0002,
  WINSTATION_RESET: 0x0000_0004,
  WINSTATION_VIRTUAL: 0x0000_0008,
  WINSTATION_SHADOW: 0x0000_0010,
  WINSTATION_LOGON: 0x0000_0020,
  WINSTATION_LOGOFF: 0x0000_0040,
  WINSTATION_MSG: 0x0000_0080,
  WINSTATION_CONNECT: 0x0000_0100,
  WINSTATION_DISCONNECT: 0x0000_0200,
} as const

/** The name of one right. */
export type WinStationRight = keyof typeof WinStationAccess
