"""The whole command through Debian's python3-impacket: finds the session, looks at it once more, logs it off, waits until
the host knows neither it nor a process of it. Arguments: session, address, account, file of its password.

Like Impacket's own programs: one connection, a pipe and a bind for each interface. Over SMB 3.0: this Impacket encrypts
there, and not in 3.1.1.
"""
import sys
import time
from pathlib import Path

from impacket.dcerpc.v5 import transport
from impacket.dcerpc.v5.rpcrt import RPC_C_AUTHN_LEVEL_PKT_PRIVACY
from impacket.smb3structs import SMB2_DIALECT_30
from impacket.smbconnection import SMBConnection
from impacket.uuid import uuidtup_to_bin

sys.path.insert(0, str(Path(__file__).parents[2] / 'test/live/impacket'))
from ndr_types import fill, plain  # noqa: E402
from tsts_calls import call_class  # noqa: E402

SESSION = 'LSM_API_service', '484809d6-4239-471b-b5bc-61df8c23ac48'
LEGACY = 'Ctx_WinStation_API_service', '5ca4a760-ebb1-11cf-8611-00a0245420ed'
OPNUMS = {'RpcGetSessionInformationEx': 17, 'RpcOpenSession': 0, 'RpcLogoff': 4,
          'RpcCloseSession': 1, 'RpcWinStationOpenServer': 0, 'RpcWinStationGetAllProcesses_NT6': 70}
WINSTATION_NOT_FOUND = 0x80071b6e
FIRST_POLL, LONGEST_POLL = 0.01, 0.5


class Host:
    def __init__(self, address, account, password):
        self.name, port = address.rsplit(':', 1)
        self.port, self.account, self.password = int(port), account, password
        self.smb = SMBConnection(self.name, self.name, sess_port=self.port, preferredDialect=SMB2_DIALECT_30)
        self.smb.login(account, password)

    def bind(self, interface):
        pipe, uuid = interface
        rpc = transport.SMBTransport(self.name, self.port, f'\\{pipe}', smb_connection=self.smb)
        dce = rpc.get_dce_rpc()
        dce.set_credentials(self.account, self.password, '', '', '')
        dce.set_auth_level(RPC_C_AUTHN_LEVEL_PKT_PRIVACY)
        dce.connect()
        dce.bind(uuidtup_to_bin((uuid, '1.0')))
        return dce


def call(dce, name, **values):
    request = call_class(name, 'in')()
    fill(request, values)
    dce.call(OPNUMS[name], request.getData())
    return plain(call_class(name, 'out')(dce.recv()))


def find(dce, session):
    answer = call(dce, 'RpcGetSessionInformationEx', SessionId=session, Level=1)
    if answer['returnValue'] & 0xffff_ffff == WINSTATION_NOT_FOUND:
        return None
    data = answer['LSMSessionInfoExPtr']['Data']
    return data['UserName'], data['DomainName'], data['LogonTime']


def processes(dce, server, session):
    answer = call(dce, 'RpcWinStationGetAllProcesses_NT6', hServer=server, Level=0, pNumberOfProcesses=0x8000)
    every = [each['pTsProcessInfo'] for each in answer['ppTsAllProcessesInfo'] or []]
    return [each for each in every if each['SessionId'] == session]


def log_off(dce, session):
    opened = call(dce, 'RpcOpenSession', SessionId=session)
    done = call(dce, 'RpcLogoff', hSession=opened['phSession'])
    call(dce, 'RpcCloseSession', phSession=opened['phSession'])
    if done['returnValue'] < 0:
        raise SystemExit('RpcLogoff failed')


def main():
    session, address, account, password_file = sys.argv[1:]
    host = Host(address, account, Path(password_file).read_text())
    sessions = host.bind(SESSION)
    chosen = int(session)
    named = find(sessions, chosen)
    if named is None:
        raise SystemExit('there is no such session')
    before = find(sessions, chosen)
    if before != named:
        raise SystemExit('the session has changed')
    log_off(sessions, chosen)
    legacy = host.bind(LEGACY)
    server = call(legacy, 'RpcWinStationOpenServer')['phServer']
    pause = FIRST_POLL
    while find(sessions, chosen) == before or processes(legacy, server, chosen):
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_POLL)
    for each in (sessions, legacy):
        each.disconnect()
    host.smb.close()


if __name__ == '__main__':
    main()
