/** The pipes of a host over TCP and SMB. */
import type { Duplex } from 'node:stream'
import { spnego } from '../../auth/spnego/initiator.ts'
import { LogoffError } from '../../errors.ts'
import { Smb2Connection } from '../../smb2/connection.ts'
import { Cipher, SigningAlgorithm } from '../../smb2/messages/negotiate-contexts.ts'
import type { Smb2Session } from '../../smb2/session.ts'
import { Smb2Error } from '../../smb2/smb2-error.ts'
import type { Smb2Tree } from '../../smb2/tree.ts'
import { nameOf } from '../../wire/names.ts'
import { type Access, accountOf, mechanismFor, type Pipes, type Reach } from './access.ts'
import { dial } from './dial.ts'

/**
 * Connects and logs in; the share of the pipes is connected to with the first of them, in one round trip.
 * @throws LogoffError, Smb2Error, StatusError, DecodeError
 */
export const reach: Reach = async (access, signal, report) => {
  const { host, endpoint, encryptionRequired } = access
  const stream = await dial(host, endpoint, signal)
  report('address', () => `${stream.remoteAddress} ${stream.remotePort}`)
  const connection = await negotiated(stream, access, signal)
  report('dialect', () => `SMB ${connection.dialect}`)
  try {
    const context = spnego([mechanismFor(access, 'cifs')]).context()
    const session = await connection.logon(context, { encryptionRequired, signal })
    report('account', () => accountOf(access.credential))
    report('protection', () => protectionOf(session))
    return pipesOf(connection, session, session.tree('IPC$'))
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** Who hangs up before a dialect is agreed on speaks none: nothing has been asked for, and nothing can be lost. */
async function negotiated(stream: Duplex, { host, endpoint }: Access, signal: AbortSignal): Promise<Smb2Connection> {
  try {
    return await Smb2Connection.open(stream, { serverName: endpoint.host, signal })
  } catch (cause) {
    if (!(cause instanceof Smb2Error) || cause.reason !== 'closed') throw cause
    throw new LogoffError('NOT_SMB', { host, port: endpoint.port }, { cause })
  }
}

function pipesOf(connection: Smb2Connection, session: Smb2Session, tree: Smb2Tree): Pipes {
  return {
    pipe: (name) => tree.pipe(name),
    async [Symbol.asyncDispose]() {
      await tree.close()
      await session.close()
      await connection.close()
    },
  }
}

function protectionOf({ encrypted, negotiated }: Smb2Session): string {
  const [names, id] = encrypted ? [Cipher, negotiated.cipherId] : [SigningAlgorithm, negotiated.signingAlgorithmId]
  return nameOf(names, id) ?? String(id)
}
