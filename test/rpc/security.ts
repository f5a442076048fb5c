/** Security contexts for tests: NTLM and SPNEGO for one account, and one of its own that honours header signing. */
import { createHmac } from 'node:crypto'
import { PasswordCredential } from '../../src/auth/credential.ts'
import type { Part, SecurityContext, Step } from '../../src/auth/mechanism.ts'
import { ntlmAcceptor } from '../../src/auth/ntlm/acceptor.ts'
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { spnegoAcceptor } from '../../src/auth/spnego/acceptor.ts'
import { spnego } from '../../src/auth/spnego/initiator.ts'
import { StatusError } from '../../src/errors.ts'
import type { Authenticator } from '../../src/rpc/authentication.ts'

const ACCOUNT = new PasswordCredential('alice', 'LABHOST', 'Passw0rd!')
const TARGET = { targetName: 'cifs/labhost', workstation: 'DESK' }

export function ntlmClient(password = 'Passw0rd!'): SecurityContext {
  return ntlm(new PasswordCredential('alice', 'LABHOST', password), TARGET).context()
}

export function spnegoClient(password = 'Passw0rd!'): SecurityContext {
  return spnego([ntlm(new PasswordCredential('alice', 'LABHOST', password), TARGET)]).context()
}

/** Accepts NTLM, SPNEGO with NTLM, and the mechanism of `TestContext`. */
export const authenticate: Authenticator = (authType) => {
  const accounts = { computerName: 'LABHOST', ntHash: (user: string) => (user === 'alice' ? ACCOUNT.ntHash : null) }
  if (authType === 9) return spnegoAcceptor([ntlmAcceptor(accounts)]).context()
  if (authType === 10) return ntlmAcceptor(accounts).context()
  return authType === 16 ? new TestContext('server') : null
}

/** One token each way, a keyed hash over the sequence number and the message, and a mask for the part to be hidden. */
export class TestContext implements SecurityContext {
  readonly mechanism = 'test'
  readonly authType = 16
  readonly sessionKey = new Uint8Array(16)
  readonly principal = { user: 'tess', domain: 'TEST' }
  done = false
  /** The messages that signatures were made of. */
  readonly signed: Uint8Array[] = []
  readonly #side: string
  #sent = 0
  #received = 0

  constructor(side: 'client' | 'server') {
    this.#side = side
  }

  async step(token: Uint8Array | null): Promise<Step> {
    if (this.#side === 'client' && token === null) return { token: Buffer.from('hello'), done: false }
    this.done = true
    return { token: this.#side === 'client' ? null : Buffer.from('welcome'), done: true }
  }

  signatureLength(): number {
    return 32
  }

  sign(message: Uint8Array): Uint8Array {
    this.signed.push(message.slice())
    return signature(this.#sent++, message)
  }

  verify(message: Uint8Array, given: Uint8Array): void {
    if (Buffer.compare(signature(this.#received++, message), given) !== 0)
      throw new StatusError('test', { space: 'hresult', value: 0x8009_030f, symbol: 'SEC_E_MESSAGE_ALTERED' })
  }

  seal(message: Uint8Array, part: Part): Uint8Array {
    const made = this.sign(message)
    mask(message, part)
    return made
  }

  unseal(message: Uint8Array, part: Part, given: Uint8Array): void {
    mask(message, part)
    this.verify(message, given)
  }

  mic(): Uint8Array {
    return new Uint8Array()
  }

  verifyMic(): void {}

  [Symbol.dispose](): void {}
}

function signature(sequence: number, message: Uint8Array): Uint8Array {
  return createHmac('sha256', 'key').update(String(sequence)).update(message).digest()
}

function mask(message: Uint8Array, { start, end }: Part): void {
  for (let i = start; i < end; i++) message[i]! ^= 0x5a
}
