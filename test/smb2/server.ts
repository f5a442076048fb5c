/** A practice server over a pair of streams, for the tests of the client and of the server. */
import { type Duplex, duplexPair } from 'node:stream'
import { PasswordCredential } from '../../src/auth/credential.ts'
import type { SecurityContext } from '../../src/auth/mechanism.ts'
import { ntlmAcceptor } from '../../src/auth/ntlm/acceptor.ts'
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { spnegoAcceptor } from '../../src/auth/spnego/acceptor.ts'
import { spnego } from '../../src/auth/spnego/initiator.ts'
import { Smb2Connection } from '../../src/smb2/connection.ts'
import { FULL_OFFER, type Offer } from '../../src/smb2/offer.ts'
import { Smb2ServerConnection } from '../../src/smb2/server/connection.ts'
import type { PipeServices } from '../../src/smb2/server/files.ts'

const PASSWORD = 'correct horse'

/** The context of a client that logs on as alice. */
export function alice(password: string = PASSWORD): SecurityContext {
  const credential = new PasswordCredential('alice', '', password)
  return spnego([ntlm(credential, { targetName: 'cifs/server1', workstation: 'CLIENT' })]).context()
}

/** What the test server accepts: alice by NTLM. */
export const MECHANISM = spnegoAcceptor([
  ntlmAcceptor({
    computerName: 'SERVER1',
    ntHash: (user) => (user.toLowerCase() === 'alice' ? new PasswordCredential('', '', PASSWORD).ntHash : null),
  }),
])

/** `echo` sends back what it receives. */
export const ECHO: PipeServices = (name) =>
  name !== 'echo'
    ? null
    : async (pipe) => {
        for (;;) await pipe.send(await pipe.receive())
      }

/** A client's stream to a new test server. */
export function serve(services: PipeServices = ECHO): { stream: Duplex; server: Smb2ServerConnection } {
  const [stream, theirs] = duplexPair()
  const server = new Smb2ServerConnection(theirs, { mechanism: MECHANISM, services })
  void server.closed.then(() => stream.destroy()) // as a socket would; the pair's ends do not tell each other
  return { stream, server }
}

/** A connection over a stream, with part of the full offer. */
export function open(stream: Duplex, offer: Partial<Offer> = {}): Promise<Smb2Connection> {
  return Smb2Connection.open(stream, { serverName: 'server1', offer: { ...FULL_OFFER, ...offer } })
}
