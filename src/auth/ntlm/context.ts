/** What both sides of an NTLM conversation have in common once they share a key. [MS-NLMP] 3.4 */
import { inspect } from 'node:util'
import { hmacMd5 } from '../../crypto/hash.ts'
import type { Part, Principal, SecurityContext, Step } from '../mechanism.ts'
import { securityError } from '../security-status.ts'
import { MIC_OFFSET } from './messages.ts'
import { Direction, type Sender, SIGNATURE_LENGTH } from './session-security.ts'

/** The object identifier by which SPNEGO names NTLM. [MS-SPNG] 1.9.1 */
export const NTLM_OID = '1.3.6.1.4.1.311.2.2.10'

const ZERO_MIC = new Uint8Array(16)

/** One side of an NTLM conversation; the steps differ by side. */
export abstract class NtlmContext implements SecurityContext {
  readonly mechanism = 'NTLM'
  readonly authType = 10
  readonly #side: Sender
  #keys: Keys | null = null

  constructor(side: Sender) {
    this.#side = side
  }

  abstract readonly principal: Principal | null
  abstract step(token: Uint8Array | null): Promise<Step>

  get done(): boolean {
    return this.#keys !== null
  }

  get sessionKey(): Uint8Array {
    return Uint8Array.from(this.#established.exportedSessionKey)
  }

  signatureLength(): number {
    return SIGNATURE_LENGTH
  }

  sign(message: Uint8Array): Uint8Array {
    return this.#established.outgoing.sign(message)
  }

  verify(message: Uint8Array, signature: Uint8Array): void {
    this.#established.incoming.verify(message, signature)
  }

  seal(message: Uint8Array, part: Part): Uint8Array {
    return this.#established.outgoing.seal(message, part)
  }

  unseal(message: Uint8Array, part: Part, signature: Uint8Array): void {
    this.#established.incoming.unseal(message, part, signature)
  }

  mic(message: Uint8Array): Uint8Array {
    return this.#established.outgoing.mic(message)
  }

  verifyMic(message: Uint8Array, mic: Uint8Array): void {
    this.#established.incoming.verifyMic(message, mic)
  }

  [Symbol.dispose](): void {
    this.#keys?.exportedSessionKey.fill(0)
    this.#keys?.outgoing[Symbol.dispose]()
    this.#keys?.incoming[Symbol.dispose]()
  }

  toJSON(): object {
    return { mechanism: this.mechanism, side: this.#side, done: this.done, principal: this.principal }
  }

  [inspect.custom](): string {
    return `NtlmContext ${inspect(this.toJSON())}`
  }

  /** Takes over the key, of which it becomes the owner. */
  protected establish(exportedSessionKey: Uint8Array): void {
    const peer = this.#side === 'client' ? 'server' : 'client'
    this.#keys = {
      exportedSessionKey,
      outgoing: new Direction(exportedSessionKey, this.#side),
      incoming: new Direction(exportedSessionKey, peer),
    }
  }

  get #established(): Keys {
    if (!this.#keys) throw securityError('SEC_E_OUT_OF_SEQUENCE', 'NTLM', 'the handshake is not complete')
    return this.#keys
  }
}

interface Keys {
  readonly exportedSessionKey: Uint8Array
  readonly outgoing: Direction
  readonly incoming: Direction
}

/** The MIC over the three messages, the last one's own MIC taken as zero. [MS-NLMP] 3.1.5.1.2 */
export function messagesMic(
  key: Uint8Array,
  negotiate: Uint8Array,
  challenge: Uint8Array,
  last: Uint8Array,
): Uint8Array {
  return hmacMd5(key, negotiate, challenge, last.subarray(0, MIC_OFFSET), ZERO_MIC, last.subarray(MIC_OFFSET + 16))
}
