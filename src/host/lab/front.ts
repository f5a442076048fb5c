/** One practice host's front on the network: a listener, and behind it SMB, RPC and the host that answers. */
import { setMaxListeners } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { MadeAccounts } from '../../answer/accounts.ts'
import { servicesWithNames } from '../../answer/services.ts'
import { ntlmAcceptor } from '../../auth/ntlm/acceptor.ts'
import { spnegoAcceptor } from '../../auth/spnego/acceptor.ts'
import type { Authenticator } from '../../rpc/authentication.ts'
import { AuthLevel } from '../../rpc/protection.ts'
import { serve } from '../../rpc/server.ts'
import { Smb2ServerConnection, type Smb2ServerOptions } from '../../smb2/server/connection.ts'
import type { PipeService } from '../../smb2/server/files.ts'
import { type FaultSpec, meddle } from './fault.ts'
import type { LabHost } from './host.ts'
import { stuck } from './stuck.ts'
import type { LabUsers } from './users.ts'

/** What a front needs; `fault` is null for one that behaves. */
export interface FrontOptions {
  readonly name: string
  readonly users: LabUsers
  readonly fault: FaultSpec | null
  /** The host, which is made when the first client comes. */
  readonly host: () => Promise<LabHost>
}

/** Where a front listens. */
export interface FrontPlace {
  readonly address: string
  /** 0 for any that is free. */
  readonly port: number
}

/** RPC_C_AUTHN_GSS_NEGOTIATE, RPC_C_AUTHN_WINNT. [MS-RPCE] 2.2.1.1.7 */
const GSS_NEGOTIATE = 9
const WINNT = 10

/** Listens until it is disposed, which ends its connections too. */
export class Front implements AsyncDisposable {
  readonly name: string
  readonly #options: FrontOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #over = new AbortController()
  #smb: Promise<Smb2ServerOptions> | null = null

  private constructor(options: FrontOptions) {
    this.name = options.name
    this.#options = options
    // Every call of every client listens to it.
    setMaxListeners(0, this.#over.signal)
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket))
  }

  static async open(options: FrontOptions, { address, port }: FrontPlace): Promise<Front> {
    const front = new Front(options)
    await new Promise<void>((resolve, reject) => {
      front.#server.once('error', reject).listen({ host: address, port }, resolve)
    })
    return front
  }

  /** "127.0.0.1:40123" */
  get address(): string {
    const bound = this.#server.address()
    if (bound === null || typeof bound === 'string') throw new TypeError('The practice host was closed')
    return bound.family === 'IPv6' ? `[${bound.address}]:${bound.port}` : `${bound.address}:${bound.port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort(new Error('The practice host was closed'))
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    // ignored: a client may go as it likes
    socket.on('error', () => {})
    const stream = meddle(socket, this.#options.fault)
    if (stream === null) return
    stream.on('error', () => {})
    this.#smb ??= this.#prepare()
    this.#smb.then(
      (options) => {
        void new Smb2ServerConnection(stream, options)
      },
      () => socket.destroy(),
    )
  }

  async #prepare(): Promise<Smb2ServerOptions> {
    const { name, users, fault } = this.#options
    const host = await this.#options.host()
    const accounts = { computerName: name.toUpperCase(), ntHash: (user: string) => users.ntHash(user) }
    const ntlm = ntlmAcceptor(accounts)
    const mechanism = spnegoAcceptor([ntlm])
    const pipes = servicesWithNames({
      host: fault?.fault === 'stuck' ? stuck(host) : host,
      authorize: (caller, wish) =>
        fault?.fault === 'denied' ? wish.right === 'WINSTATION_QUERY' : users.allows(caller, wish),
      caller: null,
      accounts: new MadeAccounts(accounts.computerName),
      signal: this.#over.signal,
    })
    const byName = new Map([...pipes].map(([pipe, services]) => [pipe.toLowerCase(), { pipe, services }]))
    const authenticate: Authenticator = (authType) => {
      if (authType === GSS_NEGOTIATE) return mechanism.context()
      return authType === WINNT ? ntlm.context() : null
    }
    return {
      mechanism,
      services: (wanted): PipeService | null => {
        const found = byName.get(wanted.toLowerCase())
        if (!found) return null
        const address = `\\PIPE\\${found.pipe}`
        const minimumLevel = AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY
        return (channel) =>
          serve(channel, found.services, { address, authenticate, minimumLevel, signal: this.#over.signal })
      },
    }
  }
}
