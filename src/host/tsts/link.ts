/** One authenticated way into a host: an SMB session and RPC bound to its pipes, every message of which is sealed. */
import { hostname } from 'node:os'
import type { PasswordCredential } from '../../auth/credential.ts'
import type { Mechanism } from '../../auth/mechanism.ts'
import { ntlm } from '../../auth/ntlm/initiator.ts'
import { spnego } from '../../auth/spnego/initiator.ts'
import { StatusError } from '../../errors.ts'
import { RpcClient } from '../../rpc/client.ts'
import type { Interface } from '../../rpc/interface.ts'
import { AuthLevel } from '../../rpc/protection.ts'
import { RejectReason } from '../../rpc/status.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import { Smb2Connection } from '../../smb2/connection.ts'
import { Cipher, SigningAlgorithm } from '../../smb2/messages/negotiate-contexts.ts'
import type { Pipe } from '../../smb2/pipe.ts'
import type { Smb2Session } from '../../smb2/session.ts'
import type { Smb2Tree } from '../../smb2/tree.ts'
import { dial } from './dial.ts'
import type { Endpoint } from './endpoint.ts'

/** What a link is made of. */
export interface Access {
  /** The host, as the user named it. */
  readonly host: string
  readonly endpoint: Endpoint
  readonly credential: PasswordCredential
  /** Refuse a server that cannot encrypt. */
  readonly encryptionRequired: boolean
}

/** The interfaces that answer behind one pipe. */
export interface Door {
  readonly pipe: string
  readonly interfaces: readonly Interface[]
}

/** A pipe of its own, for calls that take long. */
export interface Line extends AsyncDisposable {
  readonly client: RpcClient
}

/** Hears of each step with its figure. */
export type Report = (check: 'address' | 'dialect' | 'account' | 'protection', figure: string) => void

export class Link implements AsyncDisposable {
  readonly access: Access
  readonly connection: Smb2Connection
  readonly session: Smb2Session
  readonly #tree: Smb2Tree
  readonly #lines = new Map<string, Promise<Line>>()
  readonly #over = new AbortController()

  private constructor(access: Access, connection: Smb2Connection, session: Smb2Session, tree: Smb2Tree) {
    this.access = access
    this.connection = connection
    this.session = session
    this.#tree = tree
  }

  /** Connects, logs in and reaches for the pipes; `report` hears of each step that was done. */
  static async open(access: Access, signal: AbortSignal, report: Report = () => {}): Promise<Link> {
    const { host, endpoint, encryptionRequired } = access
    const stream = await dial(host, endpoint, signal)
    report('address', `${stream.remoteAddress} ${stream.remotePort}`)
    const connection = await Smb2Connection.open(stream, { serverName: endpoint.host, signal })
    report('dialect', `SMB ${connection.dialect}`)
    try {
      const context = spnego([mechanism(access, 'cifs')]).context()
      const session = await connection.logon(context, { encryptionRequired, signal })
      report('account', accountOf(access.credential))
      report('protection', protectionOf(session))
      return new Link(access, connection, session, await session.treeConnect('IPC$', { signal }))
    } catch (error) {
      await connection.close()
      throw error
    }
  }

  /** The client behind a door, bound once and every caller's; calls on it run one after the other. */
  async client(door: Door, { signal }: CallOptions): Promise<RpcClient> {
    const known = this.#lines.get(door.pipe)
    if (known) return (await abortable(known, signal)).client
    const line = this.line(door, { signal: this.#over.signal })
    this.#lines.set(door.pipe, line)
    line.catch(() => this.#lines.delete(door.pipe))
    return (await abortable(line, signal)).client
  }

  /** Opens the pipe once more and binds there. */
  async line({ pipe: name, interfaces }: Door, { signal }: CallOptions): Promise<Line> {
    try {
      return await this.#bind(name, interfaces, spnego([mechanism(this.access, 'host')]), signal)
    } catch (error) {
      if (!isUnknownAuthType(error)) throw error
      return await this.#bind(name, interfaces, mechanism(this.access, 'host'), signal)
    }
  }

  async close(): Promise<void> {
    this.#over.abort(new Error('The link was closed'))
    await this.#tree.close()
    await this.session.close()
    await this.connection.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #bind(name: string, interfaces: readonly Interface[], { context }: Mechanism, signal?: AbortSignal) {
    const pipe = await this.#tree.openPipe(name, { signal })
    try {
      const security = { context: context(), level: AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
      return lineOf(pipe, await RpcClient.bind(pipe, interfaces, { security, signal }))
    } catch (error) {
      await pipe.close()
      throw error
    }
  }
}

/** As people write it: DOMAIN\\user, or user@domain as it was given. */
export function accountOf({ user, domain }: PasswordCredential): string {
  return domain === '' ? user : `${domain}\\${user}`
}

function protectionOf({ encrypted, negotiated }: Smb2Session): string {
  const [names, id] = encrypted ? [Cipher, negotiated.cipherId] : [SigningAlgorithm, negotiated.signingAlgorithmId]
  return Object.entries(names).find(([, value]) => value === id)?.[0] ?? String(id)
}

function lineOf(pipe: Pipe, client: RpcClient): Line {
  return { client, [Symbol.asyncDispose]: () => pipe.close() }
}

/** NTLM towards a service of the host. [MS-TSTS] 4.3 names `host` for RPC; SMB is `cifs`. */
function mechanism({ credential, endpoint }: Access, service: 'cifs' | 'host'): Mechanism {
  return ntlm(credential, { targetName: `${service}/${endpoint.host}`, workstation: hostname() })
}

/** A server that knows NTLM but not the negotiation of it. [MS-RPCE] 2.2.2.5 */
function isUnknownAuthType(error: unknown): boolean {
  const refused = error instanceof StatusError && error.operation === 'bind'
  return refused && error.status.value === RejectReason.authentication_type_not_recognized
}
