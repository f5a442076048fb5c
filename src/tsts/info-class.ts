/** What RpcWinStationQueryInformation is asked for. [MS-TSTS] 2.2.1.8 */

export const WINSTATIONINFOCLASS = {
  WinStationClient: 6,
  WinStationInformation: 8,
  WinStationLockedState: 28,
  WinStationIdleTime: 30,
  WinStationType: 39,
} as const
