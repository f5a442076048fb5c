/** The pipes of the service: whom smbd brings there, up to so many. */
import type { Server, Socket } from 'node:net'
import type { Channel } from '../../rpc/channel.ts'
import { RejectReason } from '../../rpc/status.ts'
import { turnAway } from '../../rpc/turn-away.ts'
import { within } from '../../session/deadline.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { CallerSocket } from './caller-socket.ts'
import { prepareFolders } from './folders.ts'
import { listenAt, listenInherited, socketPath } from './listening.ts'
import type { PipeCaller } from './pipe-caller.ts'
import { Places } from './places.ts'

/** How much callers may take up. */
export interface PipeLimits {
  /** At the same time, of which one account has a quarter. */
  readonly callers: number
  /** For one step: the handshake, a message. */
  readonly stepMs: number
}

/** Where to listen, and what becomes of those who come. */
export interface PipeOptions {
  /** …/ncalrpc/np */
  readonly folder: string
  readonly pipes: readonly string[]
  /** Asked anew for each caller. */
  readonly limits: () => PipeLimits
  /** Whether systemd has opened the sockets. */
  readonly inherited?: boolean | undefined
  /**
   * Serves one caller; the pipe ends when it settles. Called also for those who are not `authenticated`. `signal` is
   * aborted when the caller has gone or the service stops.
   */
  onCaller(pipe: string, channel: Channel, caller: PipeCaller, signal: AbortSignal): Promise<void>
  /** Hears of those who were turned away because there are too many. */
  onTooMany?: ((pipe: string, caller: PipeCaller) => void) | undefined
  /** Hears why a handshake was not understood: smbd may be newer than its declaration here. */
  onUnreadable?: ((pipe: string, reason: string) => void) | undefined
}

/** Connections for each place, of callers who are not yet known, turned away, or leaving. */
const CONNECTIONS_PER_PLACE = 4

/** What connections need at most to end that were hung up on. */
const LINGER_MS = 5_000

/**
 * Listens on the pipes; disposal stops that and ends all connections.
 * @throws NotReady
 */
export async function listenOnPipes(options: PipeOptions): Promise<PipeListener> {
  const paths = options.pipes.map((pipe) => socketPath(options.folder, pipe))
  const listener = new PipeListener(options)
  try {
    if (options.inherited) listener.add(await listenInherited(paths, process.env))
    else {
      await prepareFolders(options.folder)
      for (const path of paths) listener.add([await listenAt(path)])
    }
  } catch (error) {
    await listener[Symbol.asyncDispose]()
    throw error
  }
  return listener
}

/** Pipes that are listened on; made by `listenOnPipes`. */
export class PipeListener implements AsyncDisposable {
  readonly #options: PipeOptions
  readonly #servers: Server[] = []
  readonly #sockets = new Set<CallerSocket>()
  /** Those of them that are turned away or leaving, in the order in which they came to that. */
  readonly #unserved = new Set<CallerSocket>()
  readonly #places = new Places()
  #closed: Promise<unknown> | null = null

  constructor(options: PipeOptions) {
    this.#options = options
  }

  /** The servers of the next pipes. */
  add(servers: readonly Server[]): void {
    for (const server of servers) {
      const pipe = this.#options.pipes[this.#servers.push(server) - 1]!
      server.on('connection', (socket) => void this.#accept(pipe, socket))
      // ignored: one caller could not be accepted, and the next may be
      server.on('error', () => {})
    }
  }

  /** Lets nobody in any more; resolves once all who are there have gone, or after `deadlineMs`. */
  async drain(deadlineMs: number): Promise<void> {
    this.#closed ??= Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
    const closed = this.#closed
    await within(deadlineMs, undefined, async () => void (await closed))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const drained = this.drain(LINGER_MS)
    for (const socket of this.#sockets) socket.destroy(new Error('The service stops'))
    await drained
  }

  async #accept(pipe: string, socket: Socket): Promise<void> {
    const { callers, stepMs } = this.#options.limits()
    if (this.#sockets.size >= callers * CONNECTIONS_PER_PLACE && !this.#makeRoom()) {
      socket.destroy()
      return
    }
    const connection = new CallerSocket(socket, stepMs)
    this.#sockets.add(connection)
    connection.signal.addEventListener('abort', () => this.#forget(connection), { once: true })
    try {
      await this.#admit(pipe, connection, await this.#meet(pipe, connection))
      this.#leave(connection)
      connection.end()
    } catch {
      // ignored: a caller may go as he likes, and who talks nonsense is hung up on
      connection.destroy()
    }
  }

  /** From now on the connection gives way where others come. */
  #leave(connection: CallerSocket): void {
    if (!connection.signal.aborted) this.#unserved.add(connection)
  }

  /** Hangs up on whoever is owed a refusal at most, and longest; false where there is nobody. */
  #makeRoom(): boolean {
    const [oldest] = this.#unserved
    if (oldest === undefined) return false
    this.#forget(oldest)
    oldest.destroy()
    return true
  }

  #forget(connection: CallerSocket): void {
    this.#sockets.delete(connection)
    this.#unserved.delete(connection)
  }

  async #meet(pipe: string, connection: CallerSocket): Promise<PipeCaller> {
    try {
      return await connection.handshake()
    } catch (error) {
      if (error instanceof DecodeError) this.#options.onUnreadable?.(pipe, error.message)
      throw error
    }
  }

  /** Nobody takes a place who is not let in anyhow. */
  async #admit(pipe: string, connection: CallerSocket, caller: PipeCaller): Promise<void> {
    const { onCaller, onTooMany } = this.#options
    const { callers, stepMs } = this.#options.limits()
    const { signal } = connection
    const channel = connection.channel()
    if (!caller.authenticated) {
      this.#leave(connection)
      return onCaller(pipe, channel, caller, signal)
    }
    using place = this.#places.take(accountOf(caller), callers)
    if (place !== null) return await onCaller(pipe, channel, caller, signal)
    this.#leave(connection)
    onTooMany?.(pipe, caller)
    await turnAway(channel, RejectReason.TEMPORARY_CONGESTION, { signal, stepMs })
  }
}

function accountOf({ domain, user }: PipeCaller): string {
  return `${domain}\\${user}`.toLowerCase()
}
