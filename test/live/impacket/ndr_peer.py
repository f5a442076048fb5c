"""The calls of [MS-TSTS] and [MS-LSAT], declared from their IDL for Impacket's NDR engine.

Reads one JSON object per line: {"call", "side": "in" | "out", "stub": hex} or {"call", "side", "value": {...}}, and
answers with the other form. Bytes are hex, 64-bit integers decimal text, times null or the FILETIME as decimal text.
"""
import json
import struct
import sys
import uuid

from impacket.dcerpc.v5.ndr import (NDRCALL, NDRHYPER, NDRLONG, NDRPOINTER, NDRPOINTERNULL, NDRSTRUCT, NDRULONG,
                                    NDRUNION, NDRUniConformantArray, NDRUniConformantVaryingArray, NDRUniFixedArray,
                                    NDRUSHORT, NDRUSMALL)


# Types that have a value of their own: `plain` reads it, `fill` sets it.

class WCHAR_ARRAY(NDRUniFixedArray):
    length = 0

    def getAlignment(self):
        return 2

    def getDataLen(self, data, offset=0):
        return self.length * 2

    def plain(self):
        return self.fields['Data'].decode('utf-16le').split('\0')[0]

    def fill(self, value):
        self.fields['Data'] = value.encode('utf-16le').ljust(self.length * 2, b'\0')


class GUID(NDRSTRUCT):
    structure = (('Data', '16s=b""'),)

    def getAlignment(self):
        return 4

    def plain(self):
        return str(uuid.UUID(bytes_le=self.fields['Data']))

    def fill(self, value):
        self.fields['Data'] = uuid.UUID(value).bytes_le


class CONTEXT_HANDLE(NDRSTRUCT):
    structure = (('attributes', NDRULONG), ('uuid', '16s=b""'))

    def getAlignment(self):
        return 4

    def plain(self):
        return (struct.pack('<L', self.fields['attributes'].fields['Data']) + self.fields['uuid']).hex()

    def fill(self, value):
        data = bytes.fromhex(value)
        self.fields['attributes'].fields['Data'] = struct.unpack('<L', data[:4])[0]
        self.fields['uuid'] = data[4:]


class WSTRING(NDRUniConformantVaryingArray):
    item = '<H'

    def plain(self):
        text = text_of(self)
        assert text.endswith('\0'), 'a string without terminator'
        return text[:-1]

    def fill(self, value):
        units_into(self, value + '\0')


class WCHARS(NDRUniConformantArray):
    item = '<H'

    def plain(self):
        return text_of(self)

    def fill(self, value):
        units_into(self, value)


class BYTES(NDRUniConformantArray):
    item = 'c'

    def plain(self):
        return b''.join(self.fields['Data']).hex()

    def fill(self, value):
        self.fields['Data'] = [bytes([each]) for each in bytes.fromhex(value)]
        self.fields['MaximumCount'] = len(self.fields['Data'])


class UNIT_BUFFER(NDRUniConformantVaryingArray):
    item = '<H'

    def fill(self, value):
        units_into(self, value)


class HYPER(NDRHYPER):
    def plain(self):
        return str(self.fields['Data'])

    def fill(self, value):
        self.fields['Data'] = int(value)


class FILETIME(NDRHYPER):
    def plain(self):
        return str(self.fields['Data']) if self.fields['Data'] else None

    def fill(self, value):
        self.fields['Data'] = int(value or 0)


def text_of(array):
    return struct.pack('<%dH' % len(array.fields['Data']), *array.fields['Data']).decode('utf-16le')


def units_into(array, text):
    data = text.encode('utf-16le')
    array.fields['Data'] = list(struct.unpack('<%dH' % (len(data) // 2), data))
    array.fields['MaximumCount'] = len(array.fields['Data'])
    array.fields['ActualCount'] = len(array.fields['Data'])


# What IDL composes.

def pointer(target):
    return type('P' + target.__name__, (NDRPOINTER,), {'referent': (('Data', target),)})


def wchar_array(length):
    return type('WCHAR_%d' % length, (WCHAR_ARRAY,), {'length': length})


def array(element):
    return type('A' + element.__name__, (NDRUniConformantArray,), {'item': element})


def record(name, *fields):
    return type(name, (NDRSTRUCT,), {'structure': fields})


def levels(name, **arms):
    """struct { DWORD Level; [switch_is(Level)] union Data }, which travels as one value."""
    by_level = {int(level[1:]): ('Arm', arm) for level, arm in arms.items()}
    union = type(name + '_UNION', (NDRUNION,), {'commonHdr': (('tag', NDRULONG),), 'union': by_level})
    return type(name, (NDRSTRUCT,), {'structure': (('Level', NDRULONG), ('Data', union)), 'levels': True})


PWSTR = pointer(WSTRING)
PBYTE = pointer(BYTES)


def counted_string(name, units_for):
    class COUNTED(NDRSTRUCT):
        structure = (('Length', NDRUSHORT), ('MaximumLength', NDRUSHORT), ('Buffer', pointer(UNIT_BUFFER)))

        def plain(self):
            length = self.fields['Length'].fields['Data'] // 2
            return text_of(self.fields['Buffer'].fields['Data'])[:length] if length else ''

        def fill(self, value):
            self.fields['Length'].fields['Data'] = len(value) * 2
            self.fields['MaximumLength'].fields['Data'] = len(value) * 2
            fill(self.fields['Buffer'].fields['Data'], units_for(value))

    COUNTED.__name__ = name
    return COUNTED


# [MS-DTYP] 2.3.10; [MS-TSTS] 2.2.2.15.1.1, where bytes count characters
RPC_UNICODE_STRING = counted_string('RPC_UNICODE_STRING', lambda text: text)
TS_UNICODE_STRING = counted_string('TS_UNICODE_STRING', lambda text: text.ljust(len(text) * 2, '\0'))


class SUB_AUTHORITIES(NDRUniConformantArray):
    item = '<L'


class RPC_SID(NDRSTRUCT):
    """[MS-DTYP] 2.4.2.3"""
    structure = (('Revision', NDRUSMALL), ('SubAuthorityCount', NDRUSMALL), ('IdentifierAuthority', '6s=b""'),
                 ('SubAuthority', SUB_AUTHORITIES))

    def getAlignment(self):
        return 4

    def plain(self):
        parts = self.fields['SubAuthority'].fields['Data']
        assert len(parts) == self.fields['SubAuthorityCount'].fields['Data']
        return '-'.join(['S-1', str(int.from_bytes(self.fields['IdentifierAuthority'], 'big'))] + [str(p) for p in parts])

    def fill(self, value):
        _, _, authority, *parts = value.split('-')
        self.fields['Revision'].fields['Data'] = 1
        self.fields['SubAuthorityCount'].fields['Data'] = len(parts)
        self.fields['IdentifierAuthority'] = int(authority).to_bytes(6, 'big')
        self.fields['SubAuthority'].fields['Data'] = [int(part) for part in parts]
        self.fields['SubAuthority'].fields['MaximumCount'] = len(parts)


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
L, U, B = NDRLONG, NDRULONG, NDRUSMALL
DONE = (('returnValue', HRESULT),)
DONE_LEGACY = (('returnValue', B),)
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
    # [MS-LSAT] 6
    'LsarClose': ((('ObjectHandle', HANDLE),), (('ObjectHandle', HANDLE), ('returnValue', U))),
    'LsarLookupSids': ((('PolicyHandle', HANDLE), ('SidEnumBuffer', LSAPR_SID_ENUM_BUFFER),
                        ('TranslatedNames', LSAPR_TRANSLATED_NAMES), ('LookupLevel', NDRUSHORT), ('MappedCount', U)),
                       (('ReferencedDomains', pointer(LSAPR_REFERENCED_DOMAIN_LIST)),
                        ('TranslatedNames', LSAPR_TRANSLATED_NAMES), ('MappedCount', U), ('returnValue', U))),
    'LsarOpenPolicy2': ((('SystemName', PWSTR), ('ObjectAttributes', LSAPR_OBJECT_ATTRIBUTES), ('DesiredAccess', U)),
                        (('PolicyHandle', HANDLE), ('returnValue', U))),
}

# Between Impacket's objects and JSON.


def plain(value):
    """What an object of Impacket's holds, as JSON."""
    if hasattr(value, 'plain'):
        return value.plain()
    if isinstance(value, NDRPOINTERNULL):
        return None
    if isinstance(value, NDRPOINTER):
        return plain(value.fields['Data']) if value.fields['ReferentID'] else None
    if isinstance(value, NDRUniConformantArray):
        return [plain(each) for each in value.fields['Data']]
    if hasattr(value, 'levels'):
        union = value.fields['Data']
        assert union.fields['tag'].fields['Data'] == value.fields['Level'].fields['Data']
        return {'Level': value.fields['Level'].fields['Data'], 'Data': plain(union.fields['Arm'])}
    if isinstance(value, (NDRSTRUCT, NDRCALL)):
        return {name: plain(value.fields[name]) for name, _ in value.structure}
    return value.fields['Data']


def fill(target, value):
    """Sets an object of Impacket's from JSON."""
    if hasattr(target, 'fill'):
        target.fill(value)
    elif isinstance(target, NDRPOINTER):
        fill(target.fields['Data'], value)
    elif isinstance(target, NDRUniConformantArray):
        target.fields['Data'] = [made(target.item, each) for each in value]
        target.fields['MaximumCount'] = len(value)
    elif hasattr(target, 'levels'):
        target.fields['Level'].fields['Data'] = value['Level']
        target.fields['Data']['tag'] = value['Level']
        fill(target.fields['Data'].fields['Arm'], value['Data'])
    elif isinstance(target, (NDRSTRUCT, NDRCALL)):
        for name, _ in target.structure:
            fill_field(target, name, value.get(name))
    else:
        target.fields['Data'] = value


def fill_field(target, name, value):
    if value is None and isinstance(target.fields[name], NDRPOINTER):
        target.fields[name] = NDRPOINTERNULL()
    else:
        fill(target.fields[name], value)


def made(kind, value):
    target = kind()
    fill(target, value)
    return target


def call_class(name, side):
    fields = CALLS[name][0 if side == 'in' else 1]
    return type(name, (NDRCALL,), {'structure': fields})


def answer(request):
    call = call_class(request['call'], request['side'])()
    if 'stub' in request:
        stub = bytes.fromhex(request['stub'])
        length = call.fromString(stub)
        return {'value': plain(call), 'rest': len(stub) - length}
    fill(call, request['value'])
    return {'stub': call.getData().hex()}


if __name__ == '__main__':
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
