/** RPC on the pipes of a host: bound once for each pipe, every message sealed. */
import { setMaxListeners } from 'node:events'
import type { Mechanism } from '../../auth/mechanism.ts'
import { spnego } from '../../auth/spnego/initiator.ts'
import { StatusError } from '../../errors.ts'
import type { Channel } from '../../rpc/channel.ts'
import { RpcClient } from '../../rpc/client.ts'
import { type Label, rpcMessages } from '../../rpc/diagnostics.ts'
import type { Interface } from '../../rpc/interface.ts'
import { AuthLevel } from '../../rpc/protection.ts'
import { RejectReason } from '../../rpc/status.ts'
import { abortable } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import { type Access, mechanismFor, type Pipe, type Pipes } from './access.ts'

/** The interfaces that answer behind one pipe. */
export interface Door {
  readonly pipe: string
  readonly interfaces: readonly Interface[]
}

/** What makes calls. */
export type Caller = Pick<RpcClient, 'call'>

/** A pipe and the client bound to it. Disposal closes the pipe. */
export interface Line extends AsyncDisposable {
  readonly client: RpcClient
}

/** Opens each pipe when it is first needed, and keeps it. */
export class Link implements AsyncDisposable {
  readonly access: Access
  readonly #pipes: Pipes
  readonly #heard: () => void
  readonly #callers = new Map<string, Promise<Caller>>()
  /** Those that are bound, for whom nobody needs to wait. */
  readonly #bound = new Map<string, Caller>()
  readonly #over = new AbortController()
  #waiting = 0
  /** Why the link is closed, once it is; an error with its stack is made for those alone who get it. */
  #end: (() => Error) | null = null

  /** Becomes the owner of `pipes`; `heard` is told of every answer. */
  constructor(access: Access, pipes: Pipes, heard: () => void) {
    this.access = access
    this.#pipes = pipes
    this.#heard = heard
    // Every call that waits listens to it.
    setMaxListeners(0, this.#over.signal)
  }

  /** The client behind a door, bound once and every caller's; calls on it run one after the other. */
  async client(door: Door, { signal }: CallOptions): Promise<Caller> {
    const bound = this.#bound.get(door.pipe)
    if (bound) return bound
    const known = this.#callers.get(door.pipe)
    if (known) return await abortable(known, signal)
    const caller = this.#shared(door)
    this.#callers.set(door.pipe, caller)
    caller.then(
      (each) => this.#bound.set(door.pipe, each),
      () => this.#callers.delete(door.pipe),
    )
    return await abortable(caller, signal)
  }

  /** Opens the pipe once more and binds there: for calls that take long. */
  async line({ pipe, interfaces }: Door, { signal }: CallOptions): Promise<Line> {
    const mechanism = mechanismFor(this.access, 'host')
    try {
      return await this.#bind(pipe, interfaces, spnego([mechanism]), signal)
    } catch (error) {
      if (!isUnknownAuthType(error)) throw error
      return await this.#bind(pipe, interfaces, mechanism, signal)
    }
  }

  /** Calls that are waited for, and all that come later, reject with `reason`. */
  async close(reason?: Error): Promise<void> {
    this.#end ??= () => reason ?? new Error('The link was closed')
    if (this.#waiting > 0) this.#over.abort(this.#end())
    await this.#pipes[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Who stops waiting for a call leaves it to its end: the pipe is the others' too. */
  async #shared(door: Door): Promise<Caller> {
    const { client } = await this.#untilClosed((signal) => this.line(door, { signal }))
    return {
      call: async (wanted, operation, input, { signal } = {}) => {
        signal?.throwIfAborted()
        return await abortable(
          this.#untilClosed((each) => client.call(wanted, operation, input, { signal: each })),
          signal,
        )
      },
    }
  }

  /** Runs `work` with a signal that `close` aborts. */
  async #untilClosed<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#end !== null) throw this.#end()
    this.#waiting += 1
    try {
      return await work(this.#over.signal)
    } finally {
      this.#waiting -= 1
    }
  }

  async #bind(name: string, interfaces: readonly Interface[], mechanism: Mechanism, signal?: AbortSignal) {
    const pipe = this.#pipes.pipe(name)
    try {
      const security = { context: mechanism.context(), level: AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY }
      const label = rpcMessages.hasSubscribers ? await this.#label() : null
      return lineOf(pipe, await RpcClient.bind(this.#overheard(pipe), interfaces, { security, label, signal }))
    } catch (error) {
      await pipe[Symbol.asyncDispose]()
      throw error
    }
  }

  /** To name the methods takes all their declarations, of which the rest of this uses a few. */
  async #label(): Promise<Label> {
    const { methodNames } = await import('./methods.ts')
    return { serverName: this.access.host, methods: methodNames() }
  }

  /** The same channel; each of its answers is told of. */
  #overheard(pipe: Channel): Channel {
    const told = (answer: Uint8Array) => {
      this.#heard()
      return answer
    }
    return {
      send: (message, options) => pipe.send(message, options),
      receive: async (options) => told(await pipe.receive(options)),
      transceive: async (message, options) => told(await pipe.transceive(message, options)),
    }
  }
}

function lineOf(pipe: Pipe, client: RpcClient): Line {
  return { client, [Symbol.asyncDispose]: async () => pipe[Symbol.asyncDispose]() }
}

/** A server that knows NTLM but not the negotiation of it. [MS-RPCE] 2.2.2.5 */
function isUnknownAuthType(error: unknown): boolean {
  const refused = error instanceof StatusError && error.operation === 'bind'
  return refused && error.status.value === RejectReason.authentication_type_not_recognized
}
