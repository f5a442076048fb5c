"""A pipe on which Impacket's NTLM travels within SPNEGO, authentication type 9: RFC 4178, [MS-SPNG], [MS-RPCE] 2.2.2.11.

Impacket speaks NTLM alone or Kerberos in SPNEGO. What it says of NTLM is put into SPNEGO's tokens here, what the server
says is taken out of them. With `kerberos_first` the client prefers Kerberos, as Windows does, and says so with a ticket
that nobody can use; the server is to choose NTLM all the same, and both then sign the list.
"""
import struct

from Cryptodome.Cipher import ARC4
from impacket import ntlm
from impacket.dcerpc.v5 import rpcrt, transport
from impacket.spnego import asn1decode, asn1encode

GSS_NEGOTIATE = 9
BIND, BIND_ACK, ALTER_CONTEXT, ALTER_CONTEXT_RESP, AUTH_3 = 11, 12, 14, 15, 16
SPNEGO = bytes.fromhex('2b0601050502')
NTLMSSP = bytes.fromhex('2b06010401823702020a')
KERBEROS = bytes.fromhex('2a864886f712010202')


def der(tag, *content):
    return bytes([tag]) + asn1encode(b''.join(content))


def fields_of(sequence):
    """The fields of a NegTokenResp, by their numbers."""
    assert sequence[0] == 0xa1, 'no NegTokenResp'
    body, _ = asn1decode(sequence[1:])
    rest, _ = asn1decode(body[1:])
    found = {}
    while rest:
        content, length = asn1decode(rest[1:])
        found[rest[0] - 0xa0] = asn1decode(content[1:])[0]
        rest = rest[1 + length:]
    return found


class SpnegoTrailer(rpcrt.SEC_TRAILER):
    """The verifier of a message, which is signed with it and so must say SPNEGO from the start."""

    def __setitem__(self, key, value):
        super().__setitem__(key, GSS_NEGOTIATE if key == 'auth_type' else value)


class SpnegoPipe(transport.SMBTransport):
    """To be given to the RPC client in place of a plain pipe; `client` is that client. For all pipes of a process."""
    client = None
    kerberos_first = False

    def connect(self):
        rpcrt.SEC_TRAILER = SpnegoTrailer
        return super().connect()

    def send(self, data, forceWriteAndx=0, forceRecv=0):
        kind, authenticated = data[2], struct.unpack('<H', data[10:12])[0]
        if not authenticated or kind not in (BIND, AUTH_3):
            return super().send(data, forceWriteAndx, forceRecv)
        if kind == BIND:
            self.bind, token = data, data[-authenticated:]
            return super().send(self.with_token(BIND, self.offer(token)), forceWriteAndx, forceRecv)
        super().send(self.with_token(ALTER_CONTEXT, self.last(data[-authenticated:])), forceWriteAndx, 1)
        return self.finish(super().recv())

    def recv(self, forceRecv=0, count=0):
        data = super().recv(forceRecv, count)
        authenticated = struct.unpack('<H', data[10:12])[0]
        if data[2] != BIND_ACK:
            return data
        answer = fields_of(data[-authenticated:])
        if self.kerberos_first:
            assert answer[0] == b'\3' and answer[1] == NTLMSSP and 2 not in answer, 'NTLM was not chosen: %r' % answer
            super().send(self.with_token(ALTER_CONTEXT, response(self.negotiate)), 0, 1)
            again = super().recv()
            assert again[2] == ALTER_CONTEXT_RESP, 'message %d' % again[2]
            answer = fields_of(again[-struct.unpack('<H', again[10:12])[0]:])
        assert answer[0] == b'\1', 'SPNEGO is not incomplete: %r' % answer
        return with_auth(data, authenticated, BIND_ACK, answer[2])

    def offer(self, token):
        self.negotiate = token
        mechanisms = [KERBEROS, NTLMSSP] if self.kerberos_first else [NTLMSSP]
        self.mechanisms = der(0x30, *[der(6, each) for each in mechanisms])
        first = b'a ticket for nobody' if self.kerberos_first else token
        init = der(0x30, der(0xa0, self.mechanisms), der(0xa2, der(4, first)))
        return der(0x60, der(6, SPNEGO), der(0xa0, init))

    def last(self, token):
        return response(token, self.mic('Client') if self.kerberos_first else None)

    def finish(self, data):
        assert data[2] == ALTER_CONTEXT_RESP, 'message %d answers the last token' % data[2]
        answer = fields_of(data[-struct.unpack('<H', data[10:12])[0]:])
        assert answer[0] == b'\0', 'SPNEGO is not complete: %r' % answer
        if self.kerberos_first:
            assert answer[3] == self.mic('Server'), 'the server has not signed the list'
            self.client._DCERPC_v5__sequence = 1  # the list was number 0, and messages go on from there

    def mic(self, side):
        flags, key = self.client._DCERPC_v5__flags, self.client.get_session_key()
        handle = ARC4.new(ntlm.SEALKEY(flags, key, side)).encrypt
        return ntlm.SIGN(flags, ntlm.SIGNKEY(flags, key, side), self.mechanisms, 0, handle).getData()

    def with_token(self, kind, token):
        authenticated = struct.unpack('<H', self.bind[10:12])[0]
        return with_auth(self.bind, authenticated, kind, token)


def response(token, mic=None):
    signed = [der(0xa3, der(4, mic))] if mic else []
    return der(0xa1, der(0x30, der(0xa2, der(4, token)), *signed))


def with_auth(data, length, kind, token):
    """The same message of another kind with another authentication token."""
    body = data[:len(data) - length]
    sizes = struct.pack('<HH', len(body) + len(token), len(token))
    return body[:2] + bytes([kind]) + body[3:8] + sizes + body[12:] + token
