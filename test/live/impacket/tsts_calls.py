"""The calls of [MS-TSTS] and [MS-LSAT], declared from their IDL."""
from impacket.dcerpc.v5.ndr import NDRCALL, NDRLONG, NDRSTRUCT, NDRULONG, NDRUNION, NDRUSHORT, NDRUSMALL

from ndr_types import (BYTES, CONTEXT_HANDLE, FILETIME, GUID, HYPER, PBYTE, PWSTR, RPC_SID, RPC_UNICODE_STRING, WCHARS,
                       VARYING_BYTES, WSTRING, TS_UNICODE_STRING, array, byte_array, fill, levels, plain, pointer,
                       record, ushort_array, wchar_array)

# [MS-TSTS] 2.2.2, IDL in 6.1, 6.2 and 6.7

SESSIONENUM_LEVEL1 = record('SESSIONENUM_LEVEL1', ('SessionId', NDRLONG), ('State', NDRLONG), ('Name', wchar_array(33)))
SESSIONENUM_LEVEL2 = record('SESSIONENUM_LEVEL2', *SESSIONENUM_LEVEL1.structure, ('Source', NDRULONG),
                            ('bFullDesktop', NDRULONG), ('SessionType', GUID))
SESSIONENUM_LEVEL3 = record('SESSIONENUM_LEVEL3', *SESSIONENUM_LEVEL2.structure, ('ProtoDataSize', NDRULONG),
                            ('pProtocolData', PBYTE))
SESSIONENUM = levels('SESSIONENUM', _1=SESSIONENUM_LEVEL1, _2=SESSIONENUM_LEVEL2)
SESSIONENUM_EX = levels('SESSIONENUM_EX', _1=SESSIONENUM_LEVEL1, _2=SESSIONENUM_LEVEL2, _3=SESSIONENUM_LEVEL3)
EXECENVDATA_LEVEL1 = record('EXECENVDATA_LEVEL1', ('ExecEnvId', NDRLONG), ('State', NDRLONG),
                            ('SessionName', wchar_array(33)))
EXECENVDATA_LEVEL2 = record('EXECENVDATA_LEVEL2', *EXECENVDATA_LEVEL1.structure, ('AbsSessionId', NDRLONG),
                            ('HostName', wchar_array(33)), ('UserName', wchar_array(33)),
                            ('DomainName', wchar_array(33)), ('FarmName', wchar_array(33)))
EXECENVDATA = levels('EXECENVDATA', _1=EXECENVDATA_LEVEL1, _2=EXECENVDATA_LEVEL2)
EXECENVDATAEX_LEVEL1 = record('EXECENVDATAEX_LEVEL1', ('ExecEnvId', NDRLONG), ('State', NDRLONG),
                              ('AbsSessionId', NDRLONG), ('pszSessionName', PWSTR), ('pszHostName', PWSTR),
                              ('pszUserName', PWSTR), ('pszDomainName', PWSTR), ('pszFarmName', PWSTR))
EXECENVDATAEX = levels('EXECENVDATAEX', _1=EXECENVDATAEX_LEVEL1)
LSMSESSIONINFORMATION = record('LSMSESSIONINFORMATION', ('pszUserName', PWSTR), ('pszDomain', PWSTR),
                               ('pszTerminalName', PWSTR), ('SessionState', NDRLONG), ('DesktopLocked', NDRULONG),
                               ('ConnectTime', FILETIME), ('DisconnectTime', FILETIME), ('LogonTime', FILETIME))
LSM_SESSIONINFO_EX_LEVEL1 = record('LSM_SESSIONINFO_EX_LEVEL1', ('SessionState', NDRLONG), ('SessionFlags', NDRLONG),
                                   ('SessionName', wchar_array(33)), ('DomainName', wchar_array(18)),
                                   ('UserName', wchar_array(21)), ('ConnectTime', FILETIME),
                                   ('DisconnectTime', FILETIME), ('LogonTime', FILETIME), ('LastInputTime', FILETIME),
                                   ('ProtocolDataSize', NDRULONG), ('ProtocolData', PBYTE))
LSMSESSIONINFORMATION_EX = levels('LSMSESSIONINFORMATION_EX', _1=LSM_SESSIONINFO_EX_LEVEL1)
SESSION_CHANGE = record('SESSION_CHANGE', ('SessionId', NDRLONG), ('NotificationId', NDRULONG))
LISTENERENUM = levels('LISTENERENUM', _1=record('LISTENERENUM_LEVEL1', ('Id', NDRLONG), ('bListening', NDRULONG),
                                                ('Name', wchar_array(33))))


TS_COUNTER = record('TS_COUNTER', ('counterHead', record('TS_COUNTER_HEADER', ('dwCounterID', NDRULONG),
                                                         ('bResult', NDRUSMALL))),
                    ('dwValue', NDRULONG), ('startTime', HYPER))
IPV4 = record('IPV4', ('sin_port', NDRUSHORT), ('in_addr', NDRULONG), ('sin_zero', byte_array(8)))
IPV6 = record('IPV6', ('sin6_port', NDRUSHORT), ('sin6_flowinfo', NDRULONG), ('sin6_addr', ushort_array(8)),
              ('sin6_scope_id', NDRULONG))


class RCM_REMOTEADDRESS(NDRSTRUCT):
    """The family as a member, and once more as what the union of its IDL switches on."""
    structure = (('sin_family', NDRUSHORT), ('address', type('ADDRESS', (NDRUNION,), {
        'commonHdr': (('tag', NDRUSHORT),), 'union': {2: ('Arm', IPV4), 23: ('Arm', IPV6)}})))

    def plain(self):
        union = self.fields['address']
        family = self.fields['sin_family'].fields['Data']
        assert union.fields['tag'].fields['Data'] == family
        return {'sin_family': family, 'address': plain(union.fields['Arm'])}

    def fill(self, value):
        self.fields['sin_family'].fields['Data'] = value['sin_family']
        self.fields['address']['tag'] = value['sin_family']
        fill(self.fields['address'].fields['Arm'], value['address'])


def process_information(name, image_name):
    return record(name, ('NextEntryOffset', NDRULONG), ('NumberOfThreads', NDRULONG), ('SpareLi1', HYPER),
                  ('SpareLi2', HYPER), ('SpareLi3', HYPER), ('CreateTime', FILETIME), ('UserTime', HYPER),
                  ('KernelTime', HYPER), ('ImageName', image_name), ('BasePriority', NDRLONG),
                  ('UniqueProcessId', NDRULONG), ('InheritedFromUniqueProcessId', NDRULONG), ('HandleCount', NDRULONG),
                  ('SessionId', NDRULONG), ('SpareUl3', NDRULONG), ('PeakVirtualSize', NDRULONG),
                  ('VirtualSize', NDRULONG), ('PageFaultCount', NDRULONG), ('PeakWorkingSetSize', NDRULONG),
                  ('WorkingSetSize', NDRULONG), ('QuotaPeakPagedPoolUsage', NDRULONG),
                  ('QuotaPagedPoolUsage', NDRULONG), ('QuotaPeakNonPagedPoolUsage', NDRULONG),
                  ('QuotaNonPagedPoolUsage', NDRULONG), ('PagefileUsage', NDRULONG), ('PeakPagefileUsage', NDRULONG),
                  ('PrivatePageCount', NDRULONG))


def all_processes_info(name, image_name):
    return record(name, ('pTsProcessInfo', pointer(process_information('TS_SYS_' + name, image_name))),
                  ('SizeOfSid', NDRULONG), ('pSid', PBYTE))


TS_ALL_PROCESSES_INFO = all_processes_info('PROCESS_INFORMATION', TS_UNICODE_STRING)
TS_ALL_PROCESSES_INFO_NT6 = all_processes_info('PROCESS_INFORMATION_NT6', RPC_UNICODE_STRING)

# [MS-LSAT] 2.2


class LSAPR_SID_INFORMATION(NDRSTRUCT):
    """A struct of one pointer, which travels as what it points at."""
    structure = (('Sid', pointer(RPC_SID)),)

    def plain(self):
        return plain(self.fields['Sid'])

    def fill(self, value):
        fill(self.fields['Sid'], value)


SECURITY_QUALITY_OF_SERVICE = record('SECURITY_QUALITY_OF_SERVICE', ('Length', NDRULONG),
                                     ('ImpersonationLevel', NDRUSHORT), ('ContextTrackingMode', NDRUSMALL),
                                     ('EffectiveOnly', NDRUSMALL))
LSAPR_OBJECT_ATTRIBUTES = record('LSAPR_OBJECT_ATTRIBUTES', ('Length', NDRULONG), ('RootDirectory', pointer(BYTES)),
                                 ('ObjectName', pointer(BYTES)), ('Attributes', NDRULONG),
                                 ('SecurityDescriptor', pointer(BYTES)),
                                 ('SecurityQualityOfService', pointer(SECURITY_QUALITY_OF_SERVICE)))
LSAPR_SID_ENUM_BUFFER = record('LSAPR_SID_ENUM_BUFFER', ('Entries', NDRULONG),
                               ('SidInfo', pointer(array(LSAPR_SID_INFORMATION))))
LSAPR_TRUST_INFORMATION = record('LSAPR_TRUST_INFORMATION', ('Name', RPC_UNICODE_STRING), ('Sid', pointer(RPC_SID)))
LSAPR_REFERENCED_DOMAIN_LIST = record('LSAPR_REFERENCED_DOMAIN_LIST', ('Entries', NDRULONG),
                                      ('Domains', pointer(array(LSAPR_TRUST_INFORMATION))), ('MaxEntries', NDRULONG))
LSAPR_TRANSLATED_NAME = record('LSAPR_TRANSLATED_NAME', ('Use', NDRUSHORT), ('Name', RPC_UNICODE_STRING),
                               ('DomainIndex', NDRLONG))
LSAPR_TRANSLATED_NAMES = record('LSAPR_TRANSLATED_NAMES', ('Entries', NDRULONG),
                                ('Names', pointer(array(LSAPR_TRANSLATED_NAME))))

# The calls: what goes in, what comes out; the return value is the last of the latter.

HRESULT = NDRLONG
HANDLE = CONTEXT_HANDLE
L, U, S, B = NDRLONG, NDRULONG, NDRUSHORT, NDRUSMALL
LONGS = array(NDRLONG)
DONE = (('returnValue', HRESULT),)
DONE_LEGACY = (('returnValue', B),)
FAILED = (('pResult', U),) + DONE_LEGACY
PROCESS_BUFFER = ((('hServer', HANDLE), ('ByteCount', U)),
                  (('pResult', U), ('pProcessBuffer', BYTES)) + DONE_LEGACY)
PROCESSES_IN = (('hServer', HANDLE), ('Level', U), ('pNumberOfProcesses', U))


def processes_out(element):
    return (('pResult', U), ('pNumberOfProcesses', U), ('ppTsAllProcessesInfo', pointer(array(element)))) + DONE_LEGACY


CALLS = {
    # [MS-TSTS] 6.1, interface TermSrvSession
    'RpcOpenSession': ((('SessionId', L),), (('phSession', HANDLE),) + DONE),
    'RpcCloseSession': ((('phSession', HANDLE),), (('phSession', HANDLE),) + DONE),
    'RpcConnect': ((('hSession', HANDLE), ('TargetSessionId', L), ('szPassword', WSTRING)), DONE),
    'RpcDisconnect': ((('hSession', HANDLE),), DONE),
    'RpcLogoff': ((('hSession', HANDLE),), DONE),
    'RpcGetUserName': ((('hSession', HANDLE),), (('pszUserName', PWSTR), ('pszDomain', PWSTR)) + DONE),
    'RpcGetTerminalName': ((('hSession', HANDLE),), (('pszTerminalName', PWSTR),) + DONE),
    'RpcGetState': ((('hSession', HANDLE),), (('plState', L),) + DONE),
    'RpcIsSessionDesktopLocked': ((('hSession', HANDLE),), DONE),
    'RpcShowMessageBox': ((('hSession', HANDLE), ('szTitle', WSTRING), ('szMessage', WSTRING), ('ulStyle', U),
                           ('ulTimeout', U), ('bDoNotWait', U)), (('pulResponse', U),) + DONE),
    'RpcGetTimes': ((('hSession', HANDLE),), (('pConnectTime', FILETIME), ('pDisconnectTime', FILETIME),
                                              ('pLogonTime', FILETIME)) + DONE),
    'RpcGetSessionInformation': ((('SessionId', L),), (('pSessionInfo', LSMSESSIONINFORMATION),) + DONE),
    'RpcGetSessionCounters': ((('pCounter', array(TS_COUNTER)), ('uEntries', U)),
                              (('pCounter', array(TS_COUNTER)),) + DONE),
    'RpcGetActivityId': ((('hSession', HANDLE),), (('pActivityId', GUID),) + DONE),
    'RpcGetLoggedOnCount': ((), (('pUserSessions', U), ('pDeviceSessions', U)) + DONE),
    'RpcGetSessionType': ((('SessionId', L),), (('pSessionType', U),) + DONE),
    'RpcGetSessionInformationEx': ((('SessionId', L), ('Level', U)),
                                   (('LSMSessionInfoExPtr', LSMSESSIONINFORMATION_EX),) + DONE),
    # interface TermSrvNotification
    'RpcWaitForSessionState': ((('SessionId', L), ('State', L), ('Timeout', U)), DONE),
    'RpcRegisterAsyncNotification': ((('SessionId', L), ('Mask', U)), (('phNotify', HANDLE),) + DONE),
    'RpcWaitAsyncNotification': ((('hNotify', HANDLE),), (('SessionChange', pointer(array(SESSION_CHANGE))),
                                                          ('pEntries', U)) + DONE),
    'RpcUnRegisterAsyncNotification': ((('phNotify', HANDLE),), (('phNotify', HANDLE),) + DONE),
    # interface TermSrvEnumeration
    'RpcOpenEnum': ((), (('phEnum', HANDLE),) + DONE),
    'RpcCloseEnum': ((('phEnum', HANDLE),), (('phEnum', HANDLE),) + DONE),
    'RpcFilterByState': ((('hEnum', HANDLE), ('State', L), ('bInvert', U)), DONE),
    'RpcEnumAddFilter': ((('hEnum', HANDLE), ('hSubEnum', HANDLE)), DONE),
    'RpcGetSessionIds': ((('Filter', S), ('MaxEntries', U)),
                         (('pSessionIds', pointer(LONGS)), ('pcSessionIds', U)) + DONE),
    'RpcFilterByCallersName': ((('hEnum', HANDLE),), DONE),
    'RpcGetEnumResult': ((('hEnum', HANDLE), ('Level', U)),
                         (('ppSessionEnumResult', pointer(array(SESSIONENUM))), ('pEntries', U)) + DONE),
    'RpcFilterBySessionType': ((('hEnum', HANDLE), ('pSessionType', GUID)), DONE),
    'RpcGetEnumResultEx': ((('hEnum', HANDLE), ('Level', U)),
                           (('ppSessionEnumResult', pointer(array(SESSIONENUM_EX))), ('pEntries', U)) + DONE),
    'RpcGetAllSessions': ((('pLevel', U),), (('pLevel', U), ('ppSessionData', pointer(array(EXECENVDATA))),
                                             ('pcEntries', U)) + DONE),
    'RpcGetAllSessionsEx': ((('Level', U),), (('ppSessionData', pointer(array(EXECENVDATAEX))),
                                              ('pcEntries', U)) + DONE),
    # [MS-TSTS] 6.2, interface RCMPublic
    'RpcGetClientData': ((('SessionId', U),), (('ppBuff', PBYTE), ('pOutBuffByteLen', U)) + DONE),
    'RpcGetAllListeners': ((('Level', U),), (('ppListeners', pointer(array(LISTENERENUM))),
                                             ('pNumListeners', U)) + DONE),
    'RpcGetConfigData': ((('SessionId', U),), (('ppBuff', PBYTE), ('pOutBuffByteLen', U)) + DONE),
    'RpcGetProtocolStatus': ((('SessionId', U), ('InfoType', S)),
                             (('ppProtoStatus', PBYTE), ('pcbProtoStatus', U)) + DONE),
    'RpcGetLastInputTime': ((('SessionId', U),), (('pLastInputTime', FILETIME),) + DONE),
    'RpcGetRemoteAddress': ((('SessionId', U),), (('pRemoteAddress', RCM_REMOTEADDRESS),) + DONE),
    'RpcGetSessionProtocolLastInputTime': ((('SessionId', U), ('InfoType', S)),
                                           (('ppProtoStatus', PBYTE), ('pcbProtoStatus', U),
                                            ('pLastInputTime', FILETIME)) + DONE),
    'RpcGetUserCertificates': ((('SessionId', U),), (('pcCerts', U), ('ppbCerts', PBYTE), ('pcbCerts', U)) + DONE),
    'RpcQuerySessionData': ((('SessionId', U), ('type', S), ('pbInputData', PBYTE), ('cbInputData', U),
                             ('cbSessionData', U)),
                            (('cbSessionData', U), ('pbSessionData', VARYING_BYTES), ('pcbReturnLength', U),
                             ('pcbRequireBufferSize', U)) + DONE),
    # interface RCMListener
    'RpcOpenListener': ((('szListenerName', WSTRING),), (('phListener', HANDLE),) + DONE),
    'RpcCloseListener': ((('phListener', HANDLE),), (('phListener', HANDLE),) + DONE),
    'RpcStopListener': ((('hListener', HANDLE),), DONE),
    'RpcStartListener': ((('hListener', HANDLE),), DONE),
    'RpcIsListening': ((('hListener', HANDLE),), (('pbIsListening', U),) + DONE),
    # [MS-TSTS] 6.3, interface IcaApi
    'RpcWinStationOpenServer': ((), (('pResult', U), ('phServer', HANDLE)) + DONE_LEGACY),
    'RpcWinStationCloseServer': ((('hServer', HANDLE),), (('pResult', U),) + DONE_LEGACY),
    'RpcWinStationEnumerate': ((('hServer', HANDLE), ('pEntries', U), ('pLogonId', PBYTE), ('pByteCount', U),
                                ('pIndex', U)), (('pResult', U), ('pEntries', U), ('pLogonId', PBYTE),
                                                 ('pByteCount', U), ('pIndex', U)) + DONE_LEGACY),
    'RpcWinStationQueryInformation': ((('hServer', HANDLE), ('LogonId', U), ('WinStationInformationClass', U),
                                       ('pWinStationInformation', PBYTE), ('WinStationInformationLength', U)),
                                      (('pResult', U), ('pWinStationInformation', PBYTE),
                                       ('pReturnLength', U)) + DONE_LEGACY),
    'RpcWinStationSendMessage': ((('hServer', HANDLE), ('LogonId', U), ('pTitle', WCHARS), ('TitleLength', U),
                                  ('pMessage', WCHARS), ('MessageLength', U), ('Style', U), ('Timeout', U),
                                  ('DoNotWait', B)), (('pResult', U), ('pResponse', U)) + DONE_LEGACY),
    'RpcWinStationDisconnect': ((('hServer', HANDLE), ('LogonId', U), ('bWait', B)), (('pResult', U),) + DONE_LEGACY),
    'RpcWinStationReset': ((('hServer', HANDLE), ('LogonId', U), ('bWait', B)), (('pResult', U),) + DONE_LEGACY),
    'RpcWinStationTerminateProcess': ((('hServer', HANDLE), ('ProcessId', U), ('ExitCode', U)),
                                      (('pResult', U),) + DONE_LEGACY),
    'RpcWinStationGetAllProcesses': (PROCESSES_IN, processes_out(TS_ALL_PROCESSES_INFO)),
    'RpcWinStationGetAllProcesses_NT6': (PROCESSES_IN, processes_out(TS_ALL_PROCESSES_INFO_NT6)),
    'RpcIcaServerPing': ((('hServer', HANDLE),), FAILED),
    'RpcLogonIdFromWinStationName': ((('hServer', HANDLE), ('pWinStationName', WCHARS), ('NameSize', U)),
                                     (('pResult', U), ('pLogonId', U)) + DONE_LEGACY),
    'RpcWinStationNameFromLogonId': ((('hServer', HANDLE), ('LoginId', U), ('pWinStationName', WCHARS),
                                      ('NameSize', U)), (('pResult', U), ('pWinStationName', WCHARS)) + DONE_LEGACY),
    'RpcWinStationConnect': ((('hServer', HANDLE), ('ClientLogonId', U), ('ConnectLogonId', U), ('TargetLogonId', U),
                              ('pPassword', WCHARS), ('PasswordSize', U), ('Wait', B)), FAILED),
    'RpcWinStationWaitSystemEvent': ((('hServer', HANDLE), ('EventMask', U)),
                                     (('pResult', U), ('pEventFlags', U)) + DONE_LEGACY),
    'RpcWinStationGetProcessSid': ((('hServer', HANDLE), ('dwUniqueProcessId', U), ('ProcessStartTime', FILETIME),
                                    ('pProcessUserSid', PBYTE), ('dwSidSize', U), ('pdwSizeNeeded', U)),
                                   (('pResult', U), ('pProcessUserSid', PBYTE), ('pdwSizeNeeded', U)) + DONE_LEGACY),
    'RpcWinStationGetTermSrvCountersValue': ((('hServer', HANDLE), ('dwEntries', U), ('pCounter', array(TS_COUNTER))),
                                             (('pResult', U), ('pCounter', array(TS_COUNTER))) + DONE_LEGACY),
    'RpcWinStationCloseServerEx': ((('phServer', HANDLE),), (('phServer', HANDLE), ('pResult', U)) + DONE_LEGACY),
    'RpcWinStationIsHelpAssistantSession': ((('hServer', HANDLE), ('SessionId', U)), FAILED),
    'RpcWinStationCheckLoopBack': ((('hServer', HANDLE), ('ClientLogonId', U), ('TargetLogonId', U),
                                    ('pTargetServerName', WCHARS), ('NameSize', U)), FAILED),
    'RpcWinStationRename': ((('hServer', HANDLE), ('pWinStationNameOld', WCHARS), ('NameOldSize', U),
                             ('pWinStationNameNew', WCHARS), ('NameNewSize', U)), FAILED),
    'RpcWinStationSetInformation': ((('hServer', HANDLE), ('LogonId', U), ('WinStationInformationClass', U),
                                     ('pWinStationInformation', PBYTE), ('WinStationInformationLength', U)),
                                    (('pResult', U), ('pWinStationInformation', PBYTE)) + DONE_LEGACY),
    'RpcWinStationShutdownSystem': ((('hServer', HANDLE), ('ClientLogonId', U), ('ShutdownFlags', U)), FAILED),
    'RpcWinStationShadow': ((('hServer', HANDLE), ('LogonId', U), ('pTargetServerName', pointer(WCHARS)),
                             ('NameSize', U), ('TargetLogonId', U), ('HotKeyVk', B), ('HotkeyModifiers', S)), FAILED),
    'RpcWinStationBreakPoint': ((('hServer', HANDLE), ('LogonId', U), ('KernelFlag', B)), FAILED),
    'RpcWinStationReadRegistry': ((('hServer', HANDLE),), FAILED),
    'OldRpcWinStationEnumerateProcesses': PROCESS_BUFFER,
    'RpcWinStationEnumerateProcesses': PROCESS_BUFFER,
    'RpcWinStationReInitializeSecurity': ((('hServer', HANDLE),), FAILED),
    'RpcWinStationGetLanAdapterName': ((('hServer', HANDLE), ('PdNameSize', U), ('pPdName', WCHARS),
                                        ('LanAdapter', U)),
                                       (('pResult', U), ('pLength', U), ('ppLanAdapter', pointer(WCHARS))) + DONE_LEGACY),
    'RpcWinStationUpdateSettings': ((('hServer', HANDLE), ('SettingsClass', U), ('SettingsParameters', U)), FAILED),
    'RpcWinStationShadowStop': ((('hServer', HANDLE), ('LogonId', U), ('bWait', B)), FAILED),
    'RpcWinStationGetMachinePolicy': ((('hServer', HANDLE), ('pPolicy', BYTES), ('bufferSize', U)),
                                      (('pPolicy', BYTES),) + DONE_LEGACY),
    'RpcConnectCallback': ((('hServer', HANDLE), ('TimeOut', U), ('AddressType', U), ('pAddress', BYTES),
                            ('AddressSize', U)), FAILED),
    'RpcWinStationOpenSessionDirectory': ((('hServer', HANDLE), ('pszServerName', WSTRING)), FAILED),
    # [MS-LSAT] 6
    'LsarClose': ((('ObjectHandle', HANDLE),), (('ObjectHandle', HANDLE), ('returnValue', U))),
    'LsarLookupSids': ((('PolicyHandle', HANDLE), ('SidEnumBuffer', LSAPR_SID_ENUM_BUFFER),
                        ('TranslatedNames', LSAPR_TRANSLATED_NAMES), ('LookupLevel', NDRUSHORT), ('MappedCount', U)),
                       (('ReferencedDomains', pointer(LSAPR_REFERENCED_DOMAIN_LIST)),
                        ('TranslatedNames', LSAPR_TRANSLATED_NAMES), ('MappedCount', U), ('returnValue', U))),
    'LsarOpenPolicy2': ((('SystemName', PWSTR), ('ObjectAttributes', LSAPR_OBJECT_ATTRIBUTES), ('DesiredAccess', U)),
                        (('PolicyHandle', HANDLE), ('returnValue', U))),
}


def call_class(name, side):
    fields = CALLS[name][0 if side == 'in' else 1]
    return type(name, (NDRCALL,), {'structure': fields})
