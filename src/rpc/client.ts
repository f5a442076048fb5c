/** The calling side of one connection: a bind, then one call after the other. [MS-RPCE] 3.3.2 */
import { StatusError } from '../errors.ts'
import { abortable } from '../session/deadline.ts'
import { decode, encode } from '../wire/codec.ts'
import { DecodeError } from '../wire/decode-error.ts'
import { type Binding, type Exchange, negotiate, type Security } from './bind.ts'
import type { Channel, ChannelOptions } from './channel.ts'
import { type Label, publishFragment, publishStub } from './diagnostics.ts'
import { Features } from './features.ts'
import { bodyOf, compose, FAULT_STUB_START, type Fragment, type Head, STUB_START } from './fragment.ts'
import { FragmentReader } from './fragment-reader.ts'
import type { Interface } from './interface.ts'
import { MAX_RESPONSE } from './limits.ts'
import type { Operation } from './operation.ts'
import { Orphans } from './orphans.ts'
import { Fault, NoBody, PduType, PfcFlags, Request, Response } from './pdu.ts'
import { contextRefused, FaultStatus, fault } from './status.ts'
import { Assembly, piecesOf } from './stub.ts'

/** How a client binds. */
export interface BindOptions extends ChannelOptions {
  /** Without it, messages travel as the channel protects them. */
  readonly security?: Security | undefined
  /** For diagnostics. */
  readonly label?: Label | null | undefined
}

/** A bound connection. Calls run one at a time, in the order in which they were made. */
export class RpcClient {
  readonly #channel: Channel
  readonly #reader: FragmentReader
  readonly #interfaces: readonly Interface[]
  readonly #binding: Binding
  readonly #label: Label | null
  readonly #orphans = new Orphans()
  #callId = 1
  /** The end of the last call made; null when none is under way. */
  #turn: Promise<void> | null = null
  #broken: Error | null = null

  private constructor({ channel, reader, label }: Exchange, interfaces: readonly Interface[], binding: Binding) {
    this.#channel = channel
    this.#reader = reader
    this.#label = label
    this.#interfaces = interfaces
    this.#binding = binding
  }

  /**
   * Binds to all interfaces at once. One that the server lacks is refused by itself: see `supports`.
   *
   * @throws StatusError when the server refuses the bind, DecodeError when its answer is nonsense
   */
  static async bind(
    channel: Channel,
    interfaces: readonly Interface[],
    { security, label = null, ...options }: BindOptions = {},
  ): Promise<RpcClient> {
    const exchange = { channel, reader: new FragmentReader(channel), callId: 1, label, options }
    return new RpcClient(exchange, interfaces, await negotiate(exchange, interfaces, security ?? null))
  }

  /** Whether the server has accepted the interface. */
  supports(wanted: Interface): boolean {
    return this.#refusalOf(wanted) === null
  }

  /**
   * Calls one operation and returns its [out] parameters and return value. An abort rejects at once; the server is told
   * that nobody waits any more, and what it was asked for may still take effect.
   *
   * @throws StatusError for a fault and for an interface that the server lacks, DecodeError when its answer is nonsense
   */
  async call<I, O>(wanted: Interface, operation: Operation<I, O>, input: I, options: ChannelOptions = {}): Promise<O> {
    const refusal = this.#refusalOf(wanted)
    if (refusal !== null) throw contextRefused(wanted.name, refusal)
    const stub = encode(operation.in, input)
    const previous = this.#turn
    let done = (): void => {}
    const turn = new Promise<void>((resolve) => {
      done = resolve
    })
    this.#turn = turn
    const end = () => {
      if (this.#turn === turn) this.#turn = null
      done()
    }
    try {
      if (previous !== null) await abortable(previous, options.signal)
      return await this.#call(wanted, operation, stub, options)
    } finally {
      if (previous === null) end()
      else previous.then(end)
    }
  }

  #refusalOf({ uuid }: Interface): number | null {
    const index = this.#interfaces.findIndex((each) => each.uuid === uuid)
    if (index < 0) throw new TypeError(`The bind did not ask for ${uuid}`)
    return this.#binding.refusals[index] ?? null
  }

  async #call<I, O>(
    wanted: Interface,
    operation: Operation<I, O>,
    stub: Uint8Array,
    options: ChannelOptions,
  ): Promise<O> {
    if (this.#broken !== null) throw this.#broken
    options.signal?.throwIfAborted()
    this.#callId += 1
    const name = `${wanted.name} ${operation.opnum}`
    publishStub({ direction: 'sent', wanted, operation, stub }, this.#label)
    try {
      await this.#send(wanted, operation.opnum, stub, options)
      const answer = await this.#receive(name, options)
      publishStub({ direction: 'received', wanted, operation, stub: answer }, this.#label)
      return decode(operation.out, answer)
    } catch (error) {
      this.#failed(error, options)
      throw error
    }
  }

  async #send({ uuid }: Interface, opnum: number, stub: Uint8Array, options: ChannelOptions): Promise<void> {
    const pContId = this.#interfaces.findIndex((each) => each.uuid === uuid)
    const { maxFragment, protection } = this.#binding
    const room = maxFragment - STUB_START - (protection?.overhead ?? 0)
    for (const piece of piecesOf(stub, room)) {
      const body = { allocHint: piece.allocHint, pContId, opnum, stub: piece.stub }
      const head: Head = { ptype: PduType.request, pfcFlags: piece.pfcFlags, callId: this.#callId }
      const bytes = protection?.compose(Request, body, head, STUB_START) ?? compose(Request, body, head, null).bytes
      if (piece.last) this.#reader.add(await this.#channel.transceive(bytes, options))
      else await this.#channel.send(bytes, options)
    }
  }

  async #receive(name: string, options: ChannelOptions): Promise<Uint8Array> {
    const assembly = new Assembly(MAX_RESPONSE)
    for (;;) {
      const fragment = await this.#reader.next(options)
      if (this.#orphans.take(fragment)) continue
      const whole = assembly.add(fragment.header, this.#stubOf(name, fragment))
      if (whole === null) continue
      this.#orphans.clear() // calls are answered in their order, so none of those is answered any more
      return whole
    }
  }

  #stubOf(name: string, fragment: Fragment): Uint8Array {
    const { ptype, callId } = fragment.header
    if (callId !== this.#callId) throw new DecodeError(`an answer to call ${callId}`, 12)
    if (ptype === PduType.fault) throw this.#fault(name, fragment)
    if (ptype !== PduType.response) throw new DecodeError(`message ${ptype} answers a call`, 2)
    this.#binding.protection?.open(fragment, STUB_START)
    return bodyOf(Response, fragment).stub
  }

  /** A fault may travel unprotected, since a server may have lost the context; it is only ever a failure. */
  #fault(name: string, fragment: Fragment): StatusError {
    publishFragment('received', fragment, this.#label)
    try {
      if (fragment.verifier !== null) this.#binding.protection?.open(fragment, FAULT_STUB_START)
    } catch {
      this.#broken = broken() // the fault is reported; what follows it could not be checked
    }
    return fault(name, bodyOf(Fault, fragment).status)
  }

  /** After anything but a fault, nobody knows what the next bytes on the channel belong to. */
  #failed(error: unknown, { signal }: ChannelOptions): void {
    if (error instanceof StatusError && error.status.space === 'rpc') return
    const aborted = signal?.aborted === true
    if (aborted) this.#orphan()
    const kept = this.#binding.features & Features.KeepConnectionOnOrphanSupported
    if (aborted && kept !== 0) this.#orphans.add(this.#callId)
    else this.#broken = broken()
  }

  /** Tells the server that nobody waits for the call any more. [C706] 12.6.4.8 */
  #orphan(): void {
    const pfcFlags = PfcFlags.PFC_FIRST_FRAG | PfcFlags.PFC_LAST_FRAG
    const { bytes } = compose(NoBody, {}, { ptype: PduType.orphaned, pfcFlags, callId: this.#callId }, null)
    this.#channel.send(bytes).catch(() => {}) // ignored: the channel may be what was aborted
  }
}

function broken(): StatusError {
  return fault('rpc', FaultStatus.nca_s_comm_failure)
}
