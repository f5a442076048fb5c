"""A foreign client of a session host: Impacket's SMB, RPC, NTLM and NDR, and calls declared from [MS-TSTS].

Reads lines of JSON and answers each with one. The first says who and where: {"host", "port", "user", "password",
"domain", "dialect", "auth", "smb"}; "auth" is "ntlm", "spnego", "kerberosFirst" or "none", "smb" the account of the
connection where that is another: [user, password]. The other lines are calls: {"interface", "call", "values"}. An answer
is {"value"} or {"error"}; after an error it connects anew.
"""
import json
import sys

from impacket.dcerpc.v5 import transport
from impacket.dcerpc.v5.rpcrt import RPC_C_AUTHN_LEVEL_NONE, RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_AUTHN_WINNT
from impacket.smbconnection import SMBConnection
from impacket.uuid import uuidtup_to_bin

from ndr_types import fill, plain
from spnego_pipe import SpnegoPipe
from tsts_calls import call_class
from tsts_interfaces import INTERFACES


class Client:
    def __init__(self, who):
        self.who = who
        self.smb = None
        self.bound = {}

    def call(self, interface, call, values):
        try:
            dce = self.bound.get(interface) or self.bind(interface)
            request = call_class(call, 'in')()
            fill(request, values)
            dce.call(INTERFACES[interface][2][call], request.getData())
            return {'value': plain(call_class(call, 'out')(dce.recv()))}
        except Exception as error:
            self.close()
            return {'error': '%s: %s' % (type(error).__name__, error)}

    def bind(self, interface):
        who = self.who
        if self.smb is None:
            self.smb = SMBConnection(who['host'], who['host'], sess_port=who['port'],
                                     preferredDialect=who.get('dialect'), timeout=60)
            self.smb.login(*who.get('smb') or (who['user'], who['password']), who['domain'])
        pipe, uuid, _ = INTERFACES[interface]
        kind = transport.SMBTransport if who['auth'] in ('ntlm', 'none') else SpnegoPipe
        rpc = kind(who['host'], who['port'], pipe, smb_connection=self.smb)
        dce = rpc.get_dce_rpc()
        rpc.client, rpc.kerberos_first = dce, who['auth'] == 'kerberosFirst'
        dce.set_credentials(who['user'], who['password'], who['domain'])
        dce.set_auth_type(RPC_C_AUTHN_WINNT)
        dce.set_auth_level(RPC_C_AUTHN_LEVEL_NONE if who['auth'] == 'none' else RPC_C_AUTHN_LEVEL_PKT_PRIVACY)
        dce.connect()
        dce.bind(uuidtup_to_bin((uuid, '1.0')))
        self.bound[interface] = dce
        return dce

    def close(self):
        smb, self.smb, self.bound = self.smb, None, {}
        try:
            if smb is not None:
                smb.close()
        except Exception:
            pass  # the connection was what failed


def main():
    client = Client(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(client.call(asked['interface'], asked['call'], asked['values'])), flush=True)


if __name__ == '__main__':
    main()
