/** A client's session, from its first token on. [MS-SMB2] 3.3.1.8, 3.3.5.5 */
import type { Mechanism, Principal, SecurityContext } from '../../auth/mechanism.ts'
import type { PreauthIntegrity } from '../preauth-integrity.ts'
import { type Agreement, deriveSessionKeys } from '../session-keys.ts'
import { SessionSecurity } from '../session-security.ts'
import type { ServerPipe } from './server-pipe.ts'

/** Who opened a pipe. */
export interface PipeCaller {
  readonly principal: Principal
  /** Whether the messages travel encrypted. */
  readonly encrypted: boolean
}

/** An open pipe and the read that was cut short by its length, if any. */
export interface Open {
  readonly fileId: Uint8Array
  readonly pipe: ServerPipe
}

/** What the server keeps of a session. */
export class ServerSession {
  readonly sessionId: bigint
  readonly context: SecurityContext
  readonly preauth: PreauthIntegrity
  /** TreeConnectId of every connected share; all of them are IPC$. */
  readonly trees = new Set<number>()
  /** Opens by FileId in hexadecimal. */
  readonly opens = new Map<string, Open>()
  #lastTreeId = 0
  #security: SessionSecurity | null = null

  constructor(sessionId: bigint, mechanism: Mechanism, preauth: PreauthIntegrity) {
    this.sessionId = sessionId
    this.context = mechanism.context()
    this.preauth = preauth
  }

  /** The keys, once the client is authenticated. */
  get security(): SessionSecurity | null {
    return this.#security
  }

  get caller(): PipeCaller | null {
    const { principal } = this.context
    return this.#security && principal ? { principal, encrypted: this.#security.encryption !== null } : null
  }

  /** Connects to the share and gives the TreeId, which no other share of the session has or had. */
  addTree(): number {
    this.trees.add(++this.#lastTreeId)
    return this.#lastTreeId
  }

  /** The client is who he says: derives the keys. */
  authenticated(agreement: Agreement): SessionSecurity {
    const fullSessionKey = this.context.sessionKey
    const keys = deriveSessionKeys(agreement, fullSessionKey, this.preauth.value)
    fullSessionKey.fill(0)
    this.#security = new SessionSecurity('server', agreement, this.sessionId, keys)
    return this.#security
  }

  /** Closes every pipe and forgets the keys. */
  close(): void {
    for (const { pipe } of this.opens.values()) pipe.close()
    this.opens.clear()
    this.context[Symbol.dispose]()
    this.#security?.[Symbol.dispose]()
  }
}
