/** wtsapi32.h: the types, layouts and prototypes in use, spelled as in the header, with those of winbase.h and winnt.h. */

/** The types of the headers; an enumeration is an int. LPWSTR is text, PWSTR a pointer to it that is read later. */
export const TYPES = {
  BOOL: 'int32_t',
  BYTE: 'uint8_t',
  DWORD: 'uint32_t',
  LARGE_INTEGER: 'int64_t',
  LONG: 'int32_t',
  LPCWSTR: 'str16',
  LPWSTR: 'str16',
  PSID: 'void *',
  PVOID: 'void *',
  PWSTR: 'void *',
  PWTS_PROCESS_INFO_EXW: 'void *',
  PWTS_SESSION_INFOW: 'void *',
  PWTS_SESSION_INFO_1W: 'void *',
  SID_NAME_USE: 'int32_t',
  UINT: 'uint32_t',
  ULONG: 'uint32_t',
  USHORT: 'uint16_t',
  WCHAR: 'char16_t',
  WTS_CONNECTSTATE_CLASS: 'int32_t',
  WTS_INFO_CLASS: 'int32_t',
  WTS_TYPE_CLASS: 'int32_t',
} as const

/** The members of each structure, in order. */
export const STRUCTS = {
  WTS_SESSION_INFOW: {
    SessionId: 'DWORD',
    pWinStationName: 'LPWSTR',
    State: 'WTS_CONNECTSTATE_CLASS',
  },
  WTS_SESSION_INFO_1W: {
    ExecEnvId: 'DWORD',
    State: 'WTS_CONNECTSTATE_CLASS',
    SessionId: 'DWORD',
    pSessionName: 'LPWSTR',
    pHostName: 'LPWSTR',
    pUserName: 'LPWSTR',
    pDomainName: 'LPWSTR',
    pFarmName: 'LPWSTR',
  },
  WTSINFOW: {
    State: 'WTS_CONNECTSTATE_CLASS',
    SessionId: 'DWORD',
    IncomingBytes: 'DWORD',
    OutgoingBytes: 'DWORD',
    IncomingFrames: 'DWORD',
    OutgoingFrames: 'DWORD',
    IncomingCompressedBytes: 'DWORD',
    OutgoingCompressedBytes: 'DWORD',
    WinStationName: 'WCHAR[32]',
    Domain: 'WCHAR[17]',
    UserName: 'WCHAR[21]',
    ConnectTime: 'LARGE_INTEGER',
    DisconnectTime: 'LARGE_INTEGER',
    LastInputTime: 'LARGE_INTEGER',
    LogonTime: 'LARGE_INTEGER',
    CurrentTime: 'LARGE_INTEGER',
  },
  WTSINFOEX_LEVEL1_W: {
    SessionId: 'ULONG',
    SessionState: 'WTS_CONNECTSTATE_CLASS',
    SessionFlags: 'LONG',
    WinStationName: 'WCHAR[33]',
    UserName: 'WCHAR[21]',
    DomainName: 'WCHAR[18]',
    LogonTime: 'LARGE_INTEGER',
    ConnectTime: 'LARGE_INTEGER',
    DisconnectTime: 'LARGE_INTEGER',
    LastInputTime: 'LARGE_INTEGER',
    CurrentTime: 'LARGE_INTEGER',
    IncomingBytes: 'DWORD',
    OutgoingBytes: 'DWORD',
    IncomingFrames: 'DWORD',
    OutgoingFrames: 'DWORD',
    IncomingCompressedBytes: 'DWORD',
    OutgoingCompressedBytes: 'DWORD',
  },
  // Its union has one member.
  WTSINFOEXW: {
    Level: 'DWORD',
    Data: 'WTSINFOEX_LEVEL1_W',
  },
  WTS_CLIENT_ADDRESS: {
    AddressFamily: 'DWORD',
    Address: 'BYTE[20]',
  },
  WTS_PROCESS_INFO_EXW: {
    SessionId: 'DWORD',
    ProcessId: 'DWORD',
    pProcessName: 'LPWSTR',
    pUserSid: 'PSID',
    NumberOfThreads: 'DWORD',
    HandleCount: 'DWORD',
    PagefileUsage: 'DWORD',
    PeakPagefileUsage: 'DWORD',
    WorkingSetSize: 'DWORD',
    PeakWorkingSetSize: 'DWORD',
    UserTime: 'LARGE_INTEGER',
    KernelTime: 'LARGE_INTEGER',
  },
  SID: {
    Revision: 'BYTE',
    SubAuthorityCount: 'BYTE',
    IdentifierAuthority: 'BYTE[6]',
    SubAuthority: 'DWORD[1]',
  },
} as const

/** The functions of each library. */
export const PROTOTYPES = {
  kernel32: {
    GetLastError: 'DWORD __stdcall GetLastError()',
    SetLastError: 'void __stdcall SetLastError(DWORD dwErrCode)',
    GetSystemDirectoryW: 'UINT __stdcall GetSystemDirectoryW(_Out_ WCHAR *lpBuffer, UINT uSize)',
    ProcessIdToSessionId: 'BOOL __stdcall ProcessIdToSessionId(DWORD dwProcessId, _Out_ DWORD *pSessionId)',
    GetCurrentProcess: 'HANDLE __stdcall GetCurrentProcess()',
    TerminateProcess: 'BOOL __stdcall TerminateProcess(HANDLE hProcess, UINT uExitCode)',
  },
  advapi32: {
    LookupAccountSidW:
      'BOOL __stdcall LookupAccountSidW(LPCWSTR lpSystemName, PSID Sid, _Out_ WCHAR *Name, _Inout_ DWORD *cchName, _Out_ WCHAR *ReferencedDomainName, _Inout_ DWORD *cchReferencedDomainName, _Out_ SID_NAME_USE *peUse)',
  },
  wtsapi32: {
    WTSOpenServerW: 'HANDLE __stdcall WTSOpenServerW(LPWSTR pServerName)',
    WTSOpenServerExW: 'HANDLE __stdcall WTSOpenServerExW(LPWSTR pServerName)',
    WTSCloseServer: 'void __stdcall WTSCloseServer(HANDLE hServer)',
    WTSEnumerateSessionsW:
      'BOOL __stdcall WTSEnumerateSessionsW(HANDLE hServer, DWORD Reserved, DWORD Version, _Out_ PWTS_SESSION_INFOW *ppSessionInfo, _Out_ DWORD *pCount)',
    WTSEnumerateSessionsExW:
      'BOOL __stdcall WTSEnumerateSessionsExW(HANDLE hServer, _Inout_ DWORD *pLevel, DWORD Filter, _Out_ PWTS_SESSION_INFO_1W *ppSessionInfo, _Out_ DWORD *pCount)',
    WTSQuerySessionInformationW:
      'BOOL __stdcall WTSQuerySessionInformationW(HANDLE hServer, DWORD SessionId, WTS_INFO_CLASS WTSInfoClass, _Out_ PWSTR *ppBuffer, _Out_ DWORD *pBytesReturned)',
    WTSLogoffSession: 'BOOL __stdcall WTSLogoffSession(HANDLE hServer, DWORD SessionId, BOOL bWait)',
    WTSDisconnectSession: 'BOOL __stdcall WTSDisconnectSession(HANDLE hServer, DWORD SessionId, BOOL bWait)',
    WTSConnectSessionW:
      'BOOL __stdcall WTSConnectSessionW(ULONG LogonId, ULONG TargetLogonId, LPWSTR pPassword, BOOL bWait)',
    WTSSendMessageW:
      'BOOL __stdcall WTSSendMessageW(HANDLE hServer, DWORD SessionId, LPWSTR pTitle, DWORD TitleLength, LPWSTR pMessage, DWORD MessageLength, DWORD Style, DWORD Timeout, _Out_ DWORD *pResponse, BOOL bWait)',
    WTSEnumerateProcessesExW:
      'BOOL __stdcall WTSEnumerateProcessesExW(HANDLE hServer, _Inout_ DWORD *pLevel, DWORD SessionId, _Out_ PWTS_PROCESS_INFO_EXW *ppProcessInfo, _Out_ DWORD *pCount)',
    WTSTerminateProcess: 'BOOL __stdcall WTSTerminateProcess(HANDLE hServer, DWORD ProcessId, DWORD ExitCode)',
    WTSWaitSystemEvent: 'BOOL __stdcall WTSWaitSystemEvent(HANDLE hServer, DWORD EventMask, _Out_ DWORD *pEventFlags)',
    WTSFreeMemory: 'void __stdcall WTSFreeMemory(PVOID pMemory)',
    WTSFreeMemoryExW:
      'BOOL __stdcall WTSFreeMemoryExW(WTS_TYPE_CLASS WTSTypeClass, PVOID pMemory, ULONG NumberOfEntries)',
  },
} as const
