/** The answering side of one connection. [MS-RPCE] 3.3.3 */
import { StatusError } from '../errors.ts'
import { LinkedAbort } from '../session/linked-abort.ts'
import { decode, encode } from '../wire/codec.ts'
import { DecodeError } from '../wire/decode-error.ts'
import { Acceptor, faultBytes } from './acceptor.ts'
import { Authentication, type Authenticator } from './authentication.ts'
import type { Channel } from './channel.ts'
import { ContextHandles } from './context-handles.ts'
import { Contexts } from './contexts.ts'
import { compose, type Fragment, HEADER_LENGTH, STUB_START } from './fragment.ts'
import { FragmentReader } from './fragment-reader.ts'
import { SERVE_LIMITS, type ServeLimits } from './limits.ts'
import { Patience } from './patience.ts'
import { PduType, Response } from './pdu.ts'
import { type Call, Requests } from './requests.ts'
import type { Service } from './service.ts'
import { FaultStatus, fault } from './status.ts'
import { piecesOf } from './stub.ts'

/** How a client is served. */
export interface ServeOptions {
  /** What clients see as the address: `\PIPE\LSM_API_service`. */
  readonly address: string
  /** Accepting security contexts; without it, clients cannot authenticate. */
  readonly authenticate?: Authenticator | undefined
  /** Calls with less protection end in access denied. Default: none needed. */
  readonly minimumLevel?: number | undefined
  /** What differs from `SERVE_LIMITS`. */
  readonly limits?: Partial<ServeLimits> | undefined
  /** Ends the connection. */
  readonly signal?: AbortSignal | undefined
  /** Hears of failures of a method that are no `StatusError`; the client gets nca_s_fault_unspec. */
  readonly onFailure?: ((error: unknown) => void) | undefined
}

/**
 * Serves one client until it goes, then runs down its handles. Rejects with what ended the connection: what `receive`
 * rejects with, or what the client did wrong. The channel stays the caller's.
 */
export async function serve(channel: Channel, services: readonly Service[], options: ServeOptions): Promise<void> {
  await new ServerConnection(channel, services, options).run()
}

/** A call that is being answered. */
interface Running {
  readonly callId: number
  readonly abort: AbortController
}

/** Nobody waits for the answer: the client said so, or has gone. */
const FORGOTTEN = fault('call', FaultStatus.nca_s_comm_failure)

class ServerConnection {
  readonly #channel: Channel
  readonly #options: ServeOptions
  readonly #authentication: Authentication
  readonly #acceptor: Acceptor
  readonly #requests: Requests
  readonly #handles: ContextHandles
  readonly #over: LinkedAbort
  readonly #patience: Patience
  #running: Running | null = null
  /** The call after it. */
  #waiting: Call | null = null

  constructor(channel: Channel, services: readonly Service[], options: ServeOptions) {
    const contexts = new Contexts(services)
    const { requestBytes, handles, stepMs } = { ...SERVE_LIMITS, ...options.limits }
    this.#channel = channel
    this.#options = options
    this.#authentication = new Authentication(options.authenticate ?? (() => null))
    this.#acceptor = new Acceptor(options.address, contexts, this.#authentication)
    const minimumLevel = options.minimumLevel ?? 0
    this.#requests = new Requests(contexts, this.#authentication, { minimumLevel, requestBytes })
    this.#handles = new ContextHandles(handles)
    this.#over = new LinkedAbort([options.signal])
    this.#patience = new Patience(stepMs, () => this.#over.abort(tooSlow(stepMs)))
  }

  async run(): Promise<void> {
    const reader = new FragmentReader(this.#channel, () => this.#patience.begin())
    try {
      for (;;) {
        this.#measure()
        await this.#handle(await reader.next({ signal: this.#over.signal }))
      }
    } finally {
      this.#over[Symbol.dispose]()
      this.#patience.end()
      this.#waiting = null
      this.#running?.abort.abort(FORGOTTEN)
      this.#authentication[Symbol.dispose]()
      await this.#handles.runDown()
    }
  }

  /** The time runs while the client has something to finish, and not while it waits for us. */
  #measure(): void {
    const isMidway = this.#acceptor.maxFragment === 0 || this.#authentication.failed || this.#requests.isMidway
    if (isMidway) this.#patience.begin()
    else this.#patience.end()
  }

  async #handle(fragment: Fragment): Promise<void> {
    switch (fragment.header.ptype) {
      case PduType.bind:
      case PduType.alter_context:
        return this.#bind(fragment)
      case PduType.rpc_auth_3:
        // A refusal is told on the first request: the message itself has no answer. [MS-RPCE] 3.3.1.5.2.1
        await this.#authentication.step(fragment).catch(() => {})
        return
      case PduType.request:
        return this.#request(fragment)
      case PduType.co_cancel:
        return this.#end(fragment, fault('call', FaultStatus.nca_s_fault_cancel))
      case PduType.orphaned:
        return this.#end(fragment, FORGOTTEN)
      default:
        throw new DecodeError(`message ${fragment.header.ptype} is not for a server`, 2)
    }
  }

  async #bind(fragment: Fragment): Promise<void> {
    const { bytes, refusal } = await this.#acceptor.answer(fragment)
    await this.#channel.send(bytes)
    if (refusal !== null) throw refusal
  }

  async #request(fragment: Fragment): Promise<void> {
    const { callId } = fragment.header
    try {
      if (this.#waiting !== null) throw new DecodeError(`call ${callId} comes while ${this.#waiting.callId} waits`, 12)
      const call = this.#requests.add(fragment)
      this.#measure()
      if (call !== null) this.#take(call)
    } catch (error) {
      const { status, fatal } = faultFor(error)
      await this.#channel.send(faultBytes(callId, 0, status))
      if (fatal) throw error
    }
  }

  /**
   * One call at a time: contexts do not multiplex here, so the next waits for the last. More than that nobody sends; the
   * reading goes on meanwhile, for whoever has gone is noticed by it alone.
   */
  #take(call: Call): void {
    if (this.#running === null) this.#start(call)
    else this.#waiting = call
  }

  #start(call: Call): void {
    const abort = new AbortController()
    this.#running = { callId: call.callId, abort }
    const answered = this.#answer(call, abort.signal).catch((error) => this.#over.abort(error))
    void answered.then(() => this.#goOn())
  }

  #goOn(): void {
    const next = this.#waiting
    this.#running = null
    this.#waiting = null
    if (next !== null && !this.#over.signal.aborted) this.#start(next)
  }

  async #end(fragment: Fragment, reason: StatusError): Promise<void> {
    const { callId } = fragment.header
    if (fragment.verifier !== null) this.#authentication.protection?.open(fragment, HEADER_LENGTH)
    if (this.#running?.callId === callId) this.#running.abort.abort(reason)
    if (this.#waiting?.callId !== callId) return
    const { pContId } = this.#waiting
    this.#waiting = null
    if (reason !== FORGOTTEN) await this.#channel.send(faultBytes(callId, pContId, statusOf(reason)))
  }

  async #answer(call: Call, signal: AbortSignal): Promise<void> {
    let stub: Uint8Array
    try {
      stub = await this.#run(call, signal)
    } catch (error) {
      if (signal.reason === FORGOTTEN) return
      if (!(error instanceof StatusError)) this.#options.onFailure?.(error)
      return this.#channel.send(faultBytes(call.callId, call.pContId, statusOf(error)))
    }
    if (signal.reason !== FORGOTTEN) await this.#respond(call, stub)
  }

  async #run({ method: { operation, answer }, stub, name }: Call, signal: AbortSignal): Promise<Uint8Array> {
    let input: unknown
    try {
      input = decode(operation.in, stub)
    } catch (error) {
      if (error instanceof DecodeError) throw fault(`${name}: ${error.message}`, FaultStatus.RPC_X_BAD_STUB_DATA)
      throw error
    }
    const { principal } = this.#authentication
    return encode(operation.out, await answer(input, { principal, handles: this.#handles, signal }))
  }

  async #respond({ callId, pContId }: Call, stub: Uint8Array): Promise<void> {
    const { protection } = this.#authentication
    const room = this.#acceptor.maxFragment - STUB_START - (protection?.overhead ?? 0)
    for (const piece of piecesOf(stub, room)) {
      const body = { allocHint: piece.allocHint, pContId, cancelCount: 0, stub: piece.stub }
      const head = { ptype: PduType.response, pfcFlags: piece.pfcFlags, callId }
      const bytes = protection?.compose(Response, body, head, STUB_START) ?? compose(Response, body, head, null).bytes
      await this.#channel.send(bytes)
    }
  }
}

function tooSlow(ms: number): Error {
  return new Error(`The client has not finished within ${ms} ms what it had begun`)
}

/** The fault for a request that could not be taken in, and whether the connection can go on. */
function faultFor(error: unknown): { status: number; fatal: boolean } {
  if (error instanceof StatusError && error.status.space === 'rpc') return { status: statusOf(error), fatal: false }
  if (error instanceof StatusError) return { status: FaultStatus.ERROR_ACCESS_DENIED, fatal: true }
  return { status: FaultStatus.nca_proto_error, fatal: true }
}

function statusOf(error: unknown): number {
  if (!(error instanceof StatusError)) return FaultStatus.nca_s_fault_unspec
  const { space, value } = error.status
  return (space === 'rpc' || space === 'win32') && value !== null ? value : FaultStatus.nca_s_fault_unspec
}
