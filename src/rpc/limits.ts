/** How much of what a peer sends is taken in before it is refused. */

/** The largest fragment that this side sends and announces: what Windows announces. */
export const MAX_FRAGMENT = 5840
/** Every peer takes fragments of this size. [C706] 12.6.3.1, MustRecvFragSize */
export const MUST_RECEIVE = 1432
/** Stub data of one request. [MS-RPCE] 3.3.3.5.4 */
const MAX_REQUEST = 4 * 1024 * 1024
/** Stub data of one response: all that the interfaces used here allow fits. */
export const MAX_RESPONSE = 16 * 1024 * 1024

/** How much one client of a server may take up. */
export interface ServeLimits {
  /** Stub data of one request, in bytes. */
  readonly requestBytes: number
  /** Context handles at the same time. */
  readonly handles: number
  /** How long a client may take over what it has begun: the handshake, a message, a request in fragments. */
  readonly stepMs: number
}

/** The limits of a server that was told no others. */
export const SERVE_LIMITS: ServeLimits = { requestBytes: MAX_REQUEST, handles: 256, stepMs: 30_000 }
