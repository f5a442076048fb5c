/** The failures of SMB2 that no status of the peer names. */

/** What was wrong, for whoever has to tell a person. */
export type Smb2Reason =
  /** What answers is not an SMB 2 or 3 server. */
  | 'notSmb'
  /** The server chose a dialect that was not offered. */
  | 'dialect'
  /** The server does not sign where signing is required. */
  | 'signing'
  /** Encryption was demanded, and the server cannot. */
  | 'encryption'
  /** The server logged the account on as a guest. */
  | 'guest'
  /** The server logged the account on as nobody. */
  | 'anonymous'
  /** A signature does not fit: somebody changed the message, or the server does not know the account's key. */
  | 'tampered'
  /** What the server says it negotiated is not what arrived here. */
  | 'downgrade'
  /** The server broke the protocol in another way. */
  | 'protocol'
  /** The connection ended. */
  | 'closed'

/** A failure found on this side; `reason` says which. */
export class Smb2Error extends Error {
  override readonly name = 'Smb2Error'
  readonly reason: Smb2Reason

  constructor(reason: Smb2Reason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
