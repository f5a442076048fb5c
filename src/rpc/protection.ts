/** What a security context does to requests and responses: signed, or signed and sealed. [MS-RPCE] 3.3.1.5.2.2 */
import type { SecurityContext } from '../auth/mechanism.ts'
import type { Codec } from '../wire/codec.ts'
import { DecodeError } from '../wire/decode-error.ts'
import { compose, type Fragment, type Head, TRAILER_LENGTH, type Verifier } from './fragment.ts'

/** How much of each message a security context protects. [MS-RPCE] 2.2.1.1.8 */
export const AuthLevel = {
  RPC_C_AUTHN_LEVEL_CONNECT: 2,
  RPC_C_AUTHN_LEVEL_PKT_INTEGRITY: 5,
  RPC_C_AUTHN_LEVEL_PKT_PRIVACY: 6,
} as const
export type AuthLevel = (typeof AuthLevel)[keyof typeof AuthLevel]

/** Whether a level that a peer names is one of those that are served here. */
export function isAuthLevel(level: number): level is AuthLevel {
  return Object.values<number>(AuthLevel).includes(level)
}

/** The verifier begins at a multiple of this, counted from the body. [MS-RPCE] 2.2.2.11 */
const ALIGNMENT = 16
/** RPC_C_AUTHN_GSS_KERBEROS. [MS-RPCE] 2.2.1.1.7 */
const KERBEROS = 16

/** What was agreed on protection. */
export interface ProtectionOptions {
  readonly context: SecurityContext
  readonly level: number
  readonly authContextId: number
  /** Whether both sides have set PFC_SUPPORT_HEADER_SIGN. */
  readonly headerSigning: boolean
}

/** A finished security context at work. */
export class Protection {
  readonly #context: SecurityContext
  readonly #level: number
  readonly #authContextId: number
  readonly #signsHeader: boolean

  /**
   * NTLM covers the header whether or not that was agreed: so do Windows, Samba and Impacket, whose bind lacks the flag
   * (recorded: rpc-bind-tstool-ntlm-privacy.bin and the request sealed after it).
   */
  constructor({ context, level, authContextId, headerSigning }: ProtectionOptions) {
    this.#context = context
    this.#level = level
    this.#authContextId = authContextId
    this.#signsHeader = headerSigning || context.authType !== KERBEROS
  }

  /** What a fragment holds besides header and stub, at most. */
  get overhead(): number {
    return this.#active ? ALIGNMENT - 1 + TRAILER_LENGTH + this.#signatureLength : 0
  }

  /** A message whose body from `stubStart` on is protected. */
  compose<T>(body: Codec<T>, value: T, head: Head, stubStart: number): Uint8Array {
    if (!this.#active) return compose(body, value, head, null).bytes
    const token = new Uint8Array(this.#signatureLength)
    const verifier = {
      authType: this.#context.authType,
      authLevel: this.#level,
      authContextId: this.#authContextId,
      token,
    }
    const fragment = compose(body, value, head, verifier, ALIGNMENT)
    const { message, part } = this.#covered(fragment, stubStart)
    const signature = this.#seals ? this.#context.seal(message, part) : this.#context.sign(message)
    fragment.bytes.set(signature, fragment.trailerStart + TRAILER_LENGTH)
    return fragment.bytes
  }

  /**
   * Decrypts a message in place and checks its signature.
   *
   * @throws StatusError when it was altered, DecodeError when it is not protected as agreed
   */
  open(fragment: Fragment, stubStart: number): void {
    if (!this.#active) return
    const verifier = this.#expected(fragment.verifier)
    if (fragment.bodyEnd < stubStart) throw new DecodeError('the padding exceeds the stub', fragment.bodyEnd)
    const { message, part } = this.#covered(fragment, stubStart)
    if (this.#seals) this.#context.unseal(message, part, verifier.token)
    else this.#context.verify(message, verifier.token)
  }

  get #active(): boolean {
    return this.#level >= AuthLevel.RPC_C_AUTHN_LEVEL_PKT_INTEGRITY
  }

  get #seals(): boolean {
    return this.#level === AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY
  }

  get #signatureLength(): number {
    return this.#context.signatureLength(this.#seals)
  }

  /** The message that the signature is of, and the part of it that is encrypted. */
  #covered({ bytes, trailerStart }: Fragment, stubStart: number) {
    if (!this.#signsHeader) {
      const message = bytes.subarray(stubStart, trailerStart)
      return { message, part: { start: 0, end: message.length } }
    }
    const message = bytes.subarray(0, trailerStart + TRAILER_LENGTH)
    return { message, part: { start: stubStart, end: trailerStart } }
  }

  #expected(verifier: Verifier | null): Verifier {
    const { authType } = this.#context
    if (verifier === null) throw new DecodeError('a message without the protection agreed', 0)
    if (verifier.authType !== authType || verifier.authLevel !== this.#level)
      throw new DecodeError(`protection ${verifier.authType}/${verifier.authLevel} is not the one agreed`, 0)
    if (verifier.authContextId !== this.#authContextId)
      throw new DecodeError(`security context ${verifier.authContextId} is not the one agreed`, 0)
    return verifier
  }
}
