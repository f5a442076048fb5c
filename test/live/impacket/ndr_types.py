"""What IDL is made of, for Impacket's NDR engine, and the way between its objects and JSON.

Bytes are hex, 64-bit integers decimal text, times null or the FILETIME as decimal text.
"""
import struct
import uuid

from impacket.dcerpc.v5.ndr import (NDRCALL, NDRHYPER, NDRPOINTER, NDRPOINTERNULL, NDRSTRUCT, NDRULONG, NDRUNION,
                                    NDRUniConformantArray, NDRUniConformantVaryingArray, NDRUniFixedArray, NDRUniVaryingArray,
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


class VARYING_BYTES(NDRUniVaryingArray):
    item = 'c'

    def plain(self):
        return b''.join(self.fields['Data']).hex()

    def fill(self, value):
        self.fields['Data'] = [bytes([each]) for each in bytes.fromhex(value)]
        self.fields['ActualCount'] = len(self.fields['Data'])


class FIXED_BYTES(NDRUniFixedArray):
    length = 0

    def getDataLen(self, data, offset=0):
        return self.length

    def plain(self):
        return self.fields['Data'].hex()

    def fill(self, value):
        self.fields['Data'] = bytes.fromhex(value)


class FIXED_USHORTS(NDRUniFixedArray):
    length = 0

    def getAlignment(self):
        return 2

    def getDataLen(self, data, offset=0):
        return self.length * 2

    def plain(self):
        return list(struct.unpack('<%dH' % self.length, self.fields['Data']))

    def fill(self, value):
        self.fields['Data'] = struct.pack('<%dH' % self.length, *value)


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


def byte_array(length):
    return type('BYTE_%d' % length, (FIXED_BYTES,), {'length': length})


def ushort_array(length):
    return type('USHORT_%d' % length, (FIXED_USHORTS,), {'length': length})


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
