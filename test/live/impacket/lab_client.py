"""Impacket against a practice host: lists its sessions, logs one off and lists them until it is gone; JSON in, JSON out.

Reads one JSON object: {"port", "user", "password", "domain", "session", "dialect"}.
"""
import json
import sys
import time

from impacket.dcerpc.v5 import transport
from impacket.dcerpc.v5.rpcrt import RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_AUTHN_WINNT
from impacket.uuid import uuidtup_to_bin

from ndr_types import fill, plain
from tsts_calls import call_class

TERM_SRV_SESSION = uuidtup_to_bin(('484809d6-4239-471b-b5bc-61df8c23ac48', '1.0'))
TERM_SRV_ENUMERATION = uuidtup_to_bin(('88143fd0-c28d-4b2b-8fef-8d882f6a9390', '1.0'))
OPNUMS = {'RpcOpenSession': 0, 'RpcLogoff': 4, 'RpcCloseSession': 1, 'RpcOpenEnum': 0, 'RpcGetEnumResult': 5,
          'RpcCloseEnum': 1}


def bound(options, interface):
    rpc = transport.DCERPCTransportFactory(r'ncacn_np:127.0.0.1[\pipe\LSM_API_service]')
    rpc.set_dport(options['port'])
    rpc.preferred_dialect(options['dialect'])
    rpc.set_credentials(options['user'], options['password'], options['domain'])
    dce = rpc.get_dce_rpc()
    dce.set_auth_type(RPC_C_AUTHN_WINNT)
    dce.set_auth_level(RPC_C_AUTHN_LEVEL_PKT_PRIVACY)
    dce.connect()
    dce.bind(interface)
    return rpc, dce


def called(dce, name, **values):
    request = call_class(name, 'in')()
    fill(request, values)
    dce.call(OPNUMS[name], request.getData())
    return plain(call_class(name, 'out')(dce.recv()))


def sessions(options):
    rpc, dce = bound(options, TERM_SRV_ENUMERATION)
    dialect = rpc.get_smb_connection().getDialect()
    handle = called(dce, 'RpcOpenEnum')['phEnum']
    listed = called(dce, 'RpcGetEnumResult', hEnum=handle, Level=1)
    closed = called(dce, 'RpcCloseEnum', phEnum=handle)
    assert closed['phEnum'] == '00' * 20
    dce.disconnect()
    return dialect, [each['Data'] for each in listed['ppSessionEnumResult'] or []]


def logoff(options):
    _, dce = bound(options, TERM_SRV_SESSION)
    opened = called(dce, 'RpcOpenSession', SessionId=options['session'])
    done = called(dce, 'RpcLogoff', hSession=opened['phSession'])
    called(dce, 'RpcCloseSession', phSession=opened['phSession'])
    dce.disconnect()
    return done['returnValue']


def main():
    options = json.loads(sys.stdin.read())
    dialect, before = sessions(options)
    returned = logoff(options)
    after = before
    deadline = time.monotonic() + 20
    while any(each['SessionId'] == options['session'] for each in after) and time.monotonic() < deadline:
        _, after = sessions(options)
    print(json.dumps({'dialect': dialect, 'before': before, 'returnValue': returned, 'after': after}))


if __name__ == '__main__':
    main()
