/** An account with what proves it, kept so that it cannot be shown by accident. */
import { inspect } from 'node:util'
import { md4 } from '../crypto/md4.ts'

/** A user name and password. The password itself is not kept, only its NT hash, which disposal zeroes. */
export class PasswordCredential {
  /** As given: `alice`, or `alice@example.org` with an empty domain. */
  readonly user: string
  readonly domain: string
  readonly #ntHash: Uint8Array

  constructor(user: string, domain: string, password: string) {
    this.user = user
    this.domain = domain
    this.#ntHash = ntowfv1(password)
  }

  /** MD4 of the password in UTF-16LE; the credential's own bytes. [MS-NLMP] 3.3.1 */
  get ntHash(): Uint8Array {
    return this.#ntHash
  }

  [Symbol.dispose](): void {
    this.#ntHash.fill(0)
  }

  toJSON(): object {
    return { user: this.user, domain: this.domain, password: '[redacted]' }
  }

  [inspect.custom](): string {
    return `PasswordCredential ${inspect(this.toJSON())}`
  }
}

function ntowfv1(password: string): Uint8Array {
  const bytes = Buffer.from(password, 'utf16le')
  const hash = md4(bytes)
  bytes.fill(0)
  return hash
}
