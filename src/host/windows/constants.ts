/** The constants of wtsapi32.h, winuser.h and winerror.h in use, spelled as in the headers. */

/** This machine. */
export const WTS_CURRENT_SERVER_HANDLE = null
/** The server name with which WTSOpenServerExW means the virtual machines of this machine. */
export const WTS_CURRENT_SERVER_NAME = null
/** Processes of all sessions. */
export const WTS_ANY_SESSION = 0xffff_fffe

/** The states of a session, each at its number. */
export const WTS_CONNECTSTATE_CLASS = [
  'WTSActive',
  'WTSConnected',
  'WTSConnectQuery',
  'WTSShadow',
  'WTSDisconnected',
  'WTSIdle',
  'WTSListen',
  'WTSReset',
  'WTSDown',
  'WTSInit',
] as const

/** What WTSQuerySessionInformationW is asked for. */
export const WTS_INFO_CLASS = {
  WTSUserName: 5,
  WTSDomainName: 7,
  WTSClientName: 10,
  WTSClientAddress: 14,
  WTSClientProtocolType: 16,
  WTSSessionInfo: 24,
  WTSSessionInfoEx: 25,
} as const

/** What WTSFreeMemoryExW frees. */
export const WTS_TYPE_CLASS = {
  WTSTypeProcessInfoLevel1: 1,
  WTSTypeSessionInfoLevel1: 2,
} as const

/** What WTSClientProtocolType can say. */
export const WTS_PROTOCOL_TYPE = { CONSOLE: 0, RDP: 2 } as const

/** The masks of WTSWaitSystemEvent; FLUSH ends all waits. */
export const WTS_EVENT = { NONE: 0, ALL: 0x7fff_ffff, FLUSH: 0x8000_0000 } as const

/** The family of a client's address, winsock2.h. */
export const AF_INET = 2
/** The same for 16 bytes. */
export const AF_INET6 = 23

/** The buttons of a message box. */
export const MB = {
  MB_OK: 0,
  MB_OKCANCEL: 1,
  MB_ABORTRETRYIGNORE: 2,
  MB_YESNOCANCEL: 3,
  MB_YESNO: 4,
  MB_RETRYCANCEL: 5,
} as const

/** What pResponse of WTSSendMessageW can hold: a button, or that the time was over or nobody waited. */
export const RESPONSE = {
  IDOK: 1,
  IDCANCEL: 2,
  IDABORT: 3,
  IDRETRY: 4,
  IDIGNORE: 5,
  IDYES: 6,
  IDNO: 7,
  IDTIMEOUT: 32000,
  IDASYNC: 32001,
} as const

/** What SessionFlags of WTSINFOEX_LEVEL1_W can hold beside -1. */
export const WTS_SESSIONSTATE = { LOCK: 0, UNLOCK: 1 } as const

/** The codes of winerror.h that are told apart. [MS-ERREF] 2.2 */
export const WIN32 = {
  ERROR_INVALID_FUNCTION: 1,
  ERROR_FILE_NOT_FOUND: 2,
  ERROR_ACCESS_DENIED: 5,
  ERROR_INVALID_HANDLE: 6,
  ERROR_NOT_ENOUGH_MEMORY: 8,
  ERROR_NOT_SUPPORTED: 50,
  ERROR_REM_NOT_LIST: 51,
  ERROR_BAD_NETPATH: 53,
  ERROR_NETNAME_DELETED: 64,
  ERROR_NETWORK_ACCESS_DENIED: 65,
  ERROR_BAD_NET_NAME: 67,
  ERROR_INVALID_PASSWORD: 86,
  ERROR_INVALID_PARAMETER: 87,
  ERROR_CALL_NOT_IMPLEMENTED: 120,
  ERROR_SEM_TIMEOUT: 121,
  ERROR_MOD_NOT_FOUND: 126,
  ERROR_PROC_NOT_FOUND: 127,
  ERROR_UNEXP_NET_ERR: 59,
  ERROR_CONNECTION_REFUSED: 1225,
  ERROR_NETWORK_UNREACHABLE: 1231,
  ERROR_HOST_UNREACHABLE: 1232,
  ERROR_CONNECTION_ABORTED: 1236,
  ERROR_NO_LOGON_SERVERS: 1311,
  ERROR_NO_SUCH_LOGON_SESSION: 1312,
  ERROR_PRIVILEGE_NOT_HELD: 1314,
  ERROR_LOGON_FAILURE: 1326,
  ERROR_ACCOUNT_RESTRICTION: 1327,
  ERROR_INVALID_LOGON_HOURS: 1328,
  ERROR_INVALID_WORKSTATION: 1329,
  ERROR_PASSWORD_EXPIRED: 1330,
  ERROR_ACCOUNT_DISABLED: 1331,
  ERROR_WRONG_TARGET_NAME: 1396,
  ERROR_TIMEOUT: 1460,
  RPC_S_UNKNOWN_IF: 1717,
  RPC_S_SERVER_UNAVAILABLE: 1722,
  RPC_S_SERVER_TOO_BUSY: 1723,
  RPC_S_CALL_FAILED: 1726,
  RPC_S_CALL_FAILED_DNE: 1727,
  RPC_S_PROCNUM_OUT_OF_RANGE: 1745,
  EPT_S_NOT_REGISTERED: 1753,
  ERROR_TRUSTED_DOMAIN_FAILURE: 1788,
  ERROR_TRUSTED_RELATIONSHIP_FAILURE: 1789,
  RPC_S_SEC_PKG_ERROR: 1825,
  ERROR_ACCOUNT_LOCKED_OUT: 1909,
  ERROR_INVALID_STATE: 5023,
  ERROR_CTX_WINSTATION_NAME_INVALID: 7001,
  ERROR_CTX_WINSTATION_NOT_FOUND: 7022,
  ERROR_CTX_WINSTATION_BUSY: 7024,
  ERROR_CTX_CONSOLE_DISCONNECT: 7041,
  ERROR_CTX_CONSOLE_CONNECT: 7042,
  ERROR_CTX_WINSTATION_ACCESS_DENIED: 7045,
} as const

/** The name of a Win32 code, or "ERROR" where it has none here. */
export function symbolOf(code: number): string {
  return SYMBOLS.get(code) ?? 'ERROR'
}

const SYMBOLS: ReadonlyMap<number, string> = new Map(Object.entries(WIN32).map(([symbol, code]) => [code, symbol]))
