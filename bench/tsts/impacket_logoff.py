"""The same through Debian's python3-impacket, the calls declared from [MS-TSTS] 3.3.4.1. A line of JSON for
each session, a line of milliseconds back.

Over SMB 3.0: this Impacket encrypts there, and not in 3.1.1.
"""
import json
import sys
import time

from impacket.dcerpc.v5 import transport
from impacket.dcerpc.v5.dtypes import LONG, ULONG
from impacket.dcerpc.v5.ndr import NDRCALL, NDRSTRUCT
from impacket.dcerpc.v5.rpcrt import RPC_C_AUTHN_LEVEL_PKT_PRIVACY
from impacket.smb3structs import SMB2_DIALECT_30
from impacket.smbconnection import SMBConnection
from impacket.uuid import uuidtup_to_bin

TERM_SRV_SESSION = uuidtup_to_bin(('484809d6-4239-471b-b5bc-61df8c23ac48', '1.0'))


class SESSION_HANDLE(NDRSTRUCT):
    structure = (('Data', '20s=b""'),)

    def getAlignment(self):
        return 4


class RpcOpenSession(NDRCALL):
    opnum = 0
    structure = (('SessionId', LONG),)


class RpcOpenSessionResponse(NDRCALL):
    structure = (('phSession', SESSION_HANDLE), ('ErrorCode', ULONG))


class RpcLogoff(NDRCALL):
    opnum = 4
    structure = (('hSession', SESSION_HANDLE),)


class RpcLogoffResponse(NDRCALL):
    structure = (('ErrorCode', ULONG),)


class RpcCloseSession(NDRCALL):
    opnum = 1
    structure = (('phSession', SESSION_HANDLE),)


class RpcCloseSessionResponse(NDRCALL):
    structure = (('phSession', SESSION_HANDLE), ('ErrorCode', ULONG))


def log_off(address, session, account, password):
    host, port = address.rsplit(':', 1)
    smb = SMBConnection(host, host, sess_port=int(port), preferredDialect=SMB2_DIALECT_30)
    smb.login(account, password)
    rpc = transport.SMBTransport(host, int(port), r'\LSM_API_service', smb_connection=smb)
    dce = rpc.get_dce_rpc()
    dce.set_credentials(account, password, '', '', '')
    dce.set_auth_level(RPC_C_AUTHN_LEVEL_PKT_PRIVACY)
    dce.connect()
    dce.bind(TERM_SRV_SESSION)
    request = RpcOpenSession()
    request['SessionId'] = int(session)
    handle = dce.request(request, checkError=False)['phSession']
    request = RpcLogoff()
    request['hSession'] = handle
    if dce.request(request, checkError=False)['ErrorCode'] != 0:
        raise SystemExit('RpcLogoff failed')
    request = RpcCloseSession()
    request['phSession'] = handle
    dce.request(request, checkError=False)
    dce.disconnect()
    smb.close()


def main():
    for line in sys.stdin:
        job = json.loads(line)
        started = time.perf_counter()
        log_off(job['address'], job['id'], job['account'], job['password'])
        print((time.perf_counter() - started) * 1000, flush=True)


if __name__ == '__main__':
    main()
