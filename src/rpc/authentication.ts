/** The server's legs of a security handshake and the protection that comes of it. [MS-RPCE] 3.3.1.5.2 */
import type { Principal, SecurityContext } from '../auth/mechanism.ts'
import type { Fragment, Verifier } from './fragment.ts'
import { PfcFlags } from './pdu.ts'
import { AuthLevel, isAuthLevel, Protection } from './protection.ts'
import { RejectReason } from './status.ts'

/** A new accepting context for an authentication type; null for one that is not accepted. [MS-RPCE] 2.2.1.1.7 */
export type Authenticator = (authType: number) => SecurityContext | null

/** The client asked for an authentication type or a level that is not accepted. */
export class NotAccepted extends Error {
  /** RejectReason. */
  readonly reason: number

  constructor(reason: number) {
    super(`Authentication refused for reason ${reason}`)
    this.reason = reason
  }
}

const { authentication_type_not_recognized, REASON_NOT_SPECIFIED } = RejectReason

/** The security context of one connection, from the first leg on. */
export class Authentication implements Disposable {
  readonly #authenticator: Authenticator
  #begun: { readonly context: SecurityContext; readonly verifier: Verifier } | null = null
  #headerSigning = false
  #protection: Protection | null = null

  constructor(authenticator: Authenticator) {
    this.#authenticator = authenticator
  }

  /** How requests and responses are protected; null without a finished handshake. */
  get protection(): Protection | null {
    return this.#protection
  }

  /** Whether the client has begun to authenticate and has not succeeded. */
  get failed(): boolean {
    return this.#begun !== null && this.#protection === null
  }

  /** The level agreed; 0 for a client that does not authenticate. */
  get level(): number {
    return this.#begun?.verifier.authLevel ?? 0
  }

  get principal(): Principal | null {
    return this.#protection === null ? null : (this.#begun?.context.principal ?? null)
  }

  /** What tells the client whether headers are signed. [MS-RPCE] 3.3.1.5.2.2 */
  get signFlag(): number {
    return this.#headerSigning ? PfcFlags.PFC_SUPPORT_HEADER_SIGN : 0
  }

  /**
   * Takes the client's token and gives ours, where the message has one.
   *
   * @throws NotAccepted, StatusError when the client is refused, DecodeError when its token is nonsense
   */
  async step({ header, verifier }: Fragment): Promise<Verifier | null> {
    if (verifier === null) return null
    this.#begun ??= this.#begin(verifier, header.pfcFlags)
    const { context, verifier: first } = this.#begun
    const { token, done } = await context.step(verifier.token)
    if (done) {
      const { authLevel: level, authContextId } = first
      this.#protection = new Protection({ context, level, authContextId, headerSigning: this.#headerSigning })
    }
    return token === null ? null : { ...first, token }
  }

  [Symbol.dispose](): void {
    this.#begun?.context[Symbol.dispose]()
  }

  #begin(verifier: Verifier, pfcFlags: number) {
    if (!isAuthLevel(verifier.authLevel)) throw new NotAccepted(REASON_NOT_SPECIFIED)
    const context = this.#authenticator(verifier.authType)
    if (context === null) throw new NotAccepted(authentication_type_not_recognized)
    const signs = verifier.authLevel >= AuthLevel.RPC_C_AUTHN_LEVEL_PKT_INTEGRITY
    this.#headerSigning = signs && (pfcFlags & PfcFlags.PFC_SUPPORT_HEADER_SIGN) !== 0
    return { context, verifier }
  }
}
