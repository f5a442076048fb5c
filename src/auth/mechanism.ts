/** What SMB 2 and RPC need of a security mechanism: the GSS calls of RFC 2743, one context per conversation. */

/** What one step of the handshake yields. */
export interface Step {
  /** To be sent to the peer; null when there is nothing to send. */
  readonly token: Uint8Array | null
  /** Whether this side is done; the token, where there is one, must still be sent. */
  readonly done: boolean
}

/** What a step that asks somebody else may take. */
export interface StepOptions {
  readonly signal?: AbortSignal | undefined
}

/** The account at the other end, as an acceptor knows it. */
export interface Principal {
  readonly user: string
  readonly domain: string
}

/**
 * One side of one authenticated conversation. `step` is called until both sides are done; only then are the key, the
 * names and the message calls available. Messages must be protected and checked in the order in which they travel.
 * Disposal zeroes every key; `inspect` and `toJSON` show no secret.
 */
export interface SecurityContext extends Disposable {
  /** The mechanism's name, for people: "NTLM", "SPNEGO". */
  readonly mechanism: string
  /** The number by which RPC knows the mechanism: 9 SPNEGO, 10 NTLM, 16 Kerberos. [MS-RPCE] 2.2.1.1.7 */
  readonly authType: number
  /** Whether this side has finished its handshake. */
  readonly done: boolean
  /** The key both sides share: 16 bytes or more. A copy, owned by the caller. */
  readonly sessionKey: Uint8Array
  /** The account that was authenticated; null on the initiating side. */
  readonly principal: Principal | null

  /**
   * Takes the peer's token and gives ours. The initiator starts without one, or with the peer's offer; an acceptor
   * called without one gives its offer.
   *
   * @throws StatusError when the peer is refused, DecodeError when its token is nonsense
   */
  step(token: Uint8Array | null, options?: StepOptions): Promise<Step>

  /** The length of the signature that `sign` and `verify`, or `seal` and `unseal`, go with. */
  signatureLength(sealing: boolean): number
  /** The signature of a message that travels in clear text. */
  sign(message: Uint8Array): Uint8Array
  /** Checks such a signature. @throws StatusError SEC_E_MESSAGE_ALTERED */
  verify(message: Uint8Array, signature: Uint8Array): void
  /** Encrypts `message[start, end)` in place; the signature is that of the whole message as it was before. */
  seal(message: Uint8Array, part: Part): Uint8Array
  /** Decrypts `message[start, end)` in place and checks the signature of the whole. @throws StatusError SEC_E_MESSAGE_ALTERED */
  unseal(message: Uint8Array, part: Part, signature: Uint8Array): void

  /** A signature outside the sequence of messages, for SPNEGO's mechListMIC. [MS-SPNG] 3.3.5.1 */
  mic(message: Uint8Array): Uint8Array
  /** Checks such a signature. @throws StatusError SEC_E_MESSAGE_ALTERED */
  verifyMic(message: Uint8Array, mic: Uint8Array): void
}

/** The bytes from `start` up to, not including, `end`. */
export interface Part {
  readonly start: number
  readonly end: number
}

/** A mechanism that SPNEGO can negotiate: its object identifier and how one side of a context is made. */
export interface Mechanism {
  /** The object identifier in dotted form, by which SPNEGO names the mechanism. */
  readonly oid: string
  /** A new context of the side and account for which this mechanism was made. */
  context(): SecurityContext
}
