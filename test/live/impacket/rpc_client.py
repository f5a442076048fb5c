"""Impacket's RPC client against the echo server of the tests; the answers go out as JSON.

Reads one JSON object: {"port", "level", "user", "password", "length", "fragment"}.
"""
import json
import struct
import sys

from impacket.dcerpc.v5 import transport
from impacket.dcerpc.v5.rpcrt import (DCERPCException, RPC_C_AUTHN_LEVEL_NONE, RPC_C_AUTHN_WINNT)
from impacket.uuid import uuidtup_to_bin

ECHO = uuidtup_to_bin(('60a15ec5-4de8-11d7-a637-005056a20182', '1.0'))
ABSENT = uuidtup_to_bin(('60a15ec5-4de8-11d7-a637-005056a20183', '1.0'))
ECHO_DATA, WHO_AM_I, MISSING = 0, 6, 99


def connected(options):
    rpc = transport.DCERPCTransportFactory('ncacn_ip_tcp:127.0.0.1[%d]' % options['port'])
    rpc.set_credentials(options['user'], options['password'], 'LABHOST')
    dce = rpc.get_dce_rpc()
    if options['level'] != RPC_C_AUTHN_LEVEL_NONE:
        dce.set_auth_type(RPC_C_AUTHN_WINNT)
        dce.set_auth_level(options['level'])
    if options['fragment']:
        dce.set_max_fragment_size(options['fragment'])
    dce.connect()
    return dce


def called(dce, opnum, stub):
    dce.call(opnum, stub)
    return dce.recv()


def failure(run):
    try:
        run()
    except DCERPCException as error:
        return str(error)
    return None


def wstring(text):
    data = (text + '\0').encode('utf-16le')
    count = len(data) // 2
    return struct.pack('<LLL', count, 0, count) + data


def main():
    options = json.loads(sys.stdin.read())
    dce = connected(options)
    dce.bind(ECHO)
    data = bytes(i * 7 % 251 for i in range(options['length']))
    answer = called(dce, ECHO_DATA, struct.pack('<L', len(data)) + data)
    who = called(dce, WHO_AM_I, wstring('secret'))
    count = struct.unpack('<L', who[8:12])[0]
    result = {
        'echoed': answer[4:4 + len(data)] == data,
        'user': who[12:12 + count * 2 - 2].decode('utf-16le'),
        'missing': failure(lambda: called(dce, MISSING, b'')),
        'again': called(dce, ECHO_DATA, struct.pack('<L', 1) + b'x')[4:5].decode(),
    }
    dce.disconnect()
    other = connected(options)
    result['absent'] = failure(lambda: other.bind(ABSENT))
    other.disconnect()
    print(json.dumps(result))


if __name__ == '__main__':
    main()
