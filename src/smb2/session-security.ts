/** How the messages of an authenticated session are protected. [MS-SMB2] 3.2.4.1.1, 3.2.4.1.8, 3.3.4.1 */
import { Encryption } from './encryption.ts'
import { chain, setFlag } from './message.ts'
import { HeaderFlags } from './messages/header.ts'
import type { Agreement, SessionKeys } from './session-keys.ts'
import { type Role, Signing } from './signing.ts'

/** The signing key and, where the connection encrypts, the cipher of one session, as one side uses them. */
export class SessionSecurity {
  readonly sessionId: bigint
  readonly signing: Signing
  readonly encryption: Encryption | null
  readonly #role: Role

  constructor(role: Role, agreement: Agreement, sessionId: bigint, keys: SessionKeys) {
    this.#role = role
    this.sessionId = sessionId
    this.signing = new Signing(agreement.signingAlgorithmId, keys.signingKey)
    const { serverInKey, serverOutKey } = keys
    this.encryption =
      serverInKey && serverOutKey
        ? new Encryption(
            agreement.cipherId,
            sessionId,
            role === 'client'
              ? { encryptionKey: serverInKey, decryptionKey: serverOutKey }
              : { encryptionKey: serverOutKey, decryptionKey: serverInKey },
          )
        : null
  }

  /** One frame of one or several messages, encrypted or signed. */
  protect(messages: readonly Uint8Array[], { encrypted }: { encrypted: boolean }): Uint8Array {
    const chained = chain(messages)
    if (encrypted && this.encryption) return this.encryption.encrypt(joined(chained))
    for (const message of chained) {
      setFlag(message, HeaderFlags.SMB2_FLAGS_SIGNED)
      this.signing.sign(message, this.#role)
    }
    return joined(chained)
  }

  /** Zeroes the keys. */
  [Symbol.dispose](): void {
    this.signing[Symbol.dispose]()
    this.encryption?.[Symbol.dispose]()
  }
}

function joined(messages: readonly Uint8Array[]): Uint8Array {
  return messages.length === 1 ? messages[0]! : Buffer.concat(messages)
}
