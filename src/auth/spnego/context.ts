/** What both sides of SPNEGO have in common: once a mechanism is chosen, its context does the work. RFC 4178 */
import { inspect } from 'node:util'
import type { Mechanism, Part, Principal, SecurityContext, Step, StepOptions } from '../mechanism.ts'
import { securityError } from '../security-status.ts'

/** One side of a conversation that begins with the choice of a mechanism. */
export abstract class SpnegoContext implements SecurityContext {
  readonly mechanism = 'SPNEGO'
  readonly authType = 9
  #chosen: { readonly oid: string; readonly context: SecurityContext } | null = null
  #done = false

  abstract step(token: Uint8Array | null, options?: StepOptions): Promise<Step>

  get done(): boolean {
    return this.#done
  }

  get sessionKey(): Uint8Array {
    return this.#established.sessionKey
  }

  get principal(): Principal | null {
    return this.#done ? this.inner.principal : null
  }

  signatureLength(sealing: boolean): number {
    return this.inner.signatureLength(sealing)
  }

  sign(message: Uint8Array): Uint8Array {
    return this.#established.sign(message)
  }

  verify(message: Uint8Array, signature: Uint8Array): void {
    this.#established.verify(message, signature)
  }

  seal(message: Uint8Array, part: Part): Uint8Array {
    return this.#established.seal(message, part)
  }

  unseal(message: Uint8Array, part: Part, signature: Uint8Array): void {
    this.#established.unseal(message, part, signature)
  }

  mic(message: Uint8Array): Uint8Array {
    return this.#established.mic(message)
  }

  verifyMic(message: Uint8Array, mic: Uint8Array): void {
    this.#established.verifyMic(message, mic)
  }

  [Symbol.dispose](): void {
    this.#chosen?.context[Symbol.dispose]()
  }

  toJSON(): object {
    return { mechanism: this.mechanism, done: this.#done, inner: this.#chosen?.context ?? null }
  }

  [inspect.custom](): string {
    return `SpnegoContext ${inspect(this.toJSON())}`
  }

  /** The object identifier of the mechanism in use. */
  protected get chosenOid(): string | null {
    return this.#chosen?.oid ?? null
  }

  /** The context of the mechanism in use. */
  protected get inner(): SecurityContext {
    if (!this.#chosen) throw securityError('SEC_E_OUT_OF_SEQUENCE', 'SPNEGO', 'no mechanism has been chosen')
    return this.#chosen.context
  }

  /** Starts over with this mechanism. */
  protected choose(mechanism: Mechanism): SecurityContext {
    this.#chosen?.context[Symbol.dispose]()
    this.#chosen = { oid: mechanism.oid, context: mechanism.context() }
    return this.#chosen.context
  }

  protected complete(): void {
    this.#done = true
  }

  get #established(): SecurityContext {
    if (!this.#done) throw securityError('SEC_E_OUT_OF_SEQUENCE', 'SPNEGO', 'the handshake is not complete')
    return this.inner
  }
}

/** A peer that does not keep to the protocol, or a middle man. */
export function spnegoRefusal(detail: string): Error {
  return securityError('SEC_E_INVALID_TOKEN', 'SPNEGO', detail)
}
