/** The server's side of NTLM v2, for servers that know their accounts' NT hashes. [MS-NLMP] 3.2.5.1 */
import { randomBytes } from 'node:crypto'
import { equal } from '../../crypto/equal.ts'
import { Rc4 } from '../../crypto/rc4.ts'
import { decode, encode } from '../../wire/codec.ts'
import { fileTime } from '../../wire/file-time.ts'
import { u64 } from '../../wire/integers.ts'
import { NtStatus, ntStatusError } from '../../wire/ntstatus.ts'
import { toUtf16 } from '../../wire/text.ts'
import type { Mechanism, Principal, Step } from '../mechanism.ts'
import { securityError } from '../security-status.ts'
import { AvFlags, AvId, avFlags, decodeAvPairs, encodeAvPairs } from './av-pairs.ts'
import { messagesMic, NTLM_OID, NtlmContext } from './context.ts'
import { hasAll, NegotiateFlags, OFFERED, REQUIRED_FOR_SIGNING } from './flags.ts'
import {
  AuthenticateMessage,
  AV_PAIRS_OFFSET,
  ChallengeMessage,
  NegotiateMessage,
  Ntlmv2Response,
  PROOF_LENGTH,
} from './messages.ts'
import { ntowfv2, ntProof, sessionBaseKey } from './response.ts'

/** Who may log on to a server, and what it is called. */
export interface NtlmAccounts {
  /** The server's NetBIOS name, which stands for its domain as well. */
  readonly computerName: string
  /** The NT hash of an account, whose name is compared without regard to case; null where there is none. */
  ntHash(user: string): Uint8Array | null
}

/** NTLM for a server with its own accounts. */
export function ntlmAcceptor(accounts: NtlmAccounts): Mechanism {
  return { oid: NTLM_OID, context: () => new NtlmAcceptor(accounts) }
}

class NtlmAcceptor extends NtlmContext {
  readonly #accounts: NtlmAccounts
  #negotiate: Uint8Array | null = null
  #challenge: Uint8Array | null = null
  readonly #serverChallenge = randomBytes(8)
  #principal: Principal | null = null

  constructor(accounts: NtlmAccounts) {
    super('server')
    this.#accounts = accounts
  }

  get principal(): Principal | null {
    return this.#principal
  }

  async step(token: Uint8Array | null): Promise<Step> {
    if (!token || this.done) throw securityError('SEC_E_OUT_OF_SEQUENCE', 'NTLM', 'expects a token of the client')
    if (!this.#negotiate || !this.#challenge) {
      this.#negotiate = Uint8Array.from(token)
      this.#challenge = this.#answer(token)
      return { token: this.#challenge, done: false }
    }
    this.#authenticate(this.#negotiate, this.#challenge, token)
    return { token: null, done: true }
  }

  #answer(token: Uint8Array): Uint8Array {
    const { negotiateFlags } = decode(NegotiateMessage, token)
    if (!hasAll(negotiateFlags, REQUIRED_FOR_SIGNING)) {
      throw securityError('SEC_E_UNSUPPORTED_FUNCTION', 'NTLM NEGOTIATE_MESSAGE', 'asks for less than 128-bit signing')
    }
    const name = this.#accounts.computerName
    const { NTLMSSP_TARGET_TYPE_SERVER, NTLMSSP_NEGOTIATE_TARGET_INFO } = NegotiateFlags
    return encode(ChallengeMessage, {
      targetName: name,
      negotiateFlags: ((negotiateFlags & OFFERED) | NTLMSSP_TARGET_TYPE_SERVER | NTLMSSP_NEGOTIATE_TARGET_INFO) >>> 0,
      serverChallenge: this.#serverChallenge,
      targetInfo: encodeAvPairs(
        new Map([
          [AvId.MsvAvNbDomainName, toUtf16(name)],
          [AvId.MsvAvNbComputerName, toUtf16(name)],
          [AvId.MsvAvDnsDomainName, toUtf16('')],
          [AvId.MsvAvDnsComputerName, toUtf16(name.toLowerCase())],
          [AvId.MsvAvTimestamp, encode(u64, fileTime(new Date()))],
        ]),
      ),
      version: { productMajorVersion: 10, productMinorVersion: 0, productBuild: 0, ntlmRevisionCurrent: 15 },
    })
  }

  #authenticate(negotiate: Uint8Array, challenge: Uint8Array, token: Uint8Array): void {
    const message = decode(AuthenticateMessage, token)
    const response = message.ntChallengeResponse
    if (message.userName === '' || response.length <= AV_PAIRS_OFFSET) throw logonFailure()
    const { ntProofStr } = decode(Ntlmv2Response, response)
    const responseKey = this.#responseKey(message, ntProofStr, response.subarray(PROOF_LENGTH))
    if (!hasAll(message.negotiateFlags, REQUIRED_FOR_SIGNING) || message.encryptedRandomSessionKey.length !== 16) {
      throw securityError('SEC_E_INVALID_TOKEN', 'NTLM AUTHENTICATE_MESSAGE', 'no key was exchanged')
    }
    const exportedSessionKey = Uint8Array.from(message.encryptedRandomSessionKey)
    new Rc4(sessionBaseKey(responseKey, ntProofStr)).apply(exportedSessionKey)
    responseKey.fill(0)
    if (avFlags(decodeAvPairs(response.subarray(AV_PAIRS_OFFSET))) & AvFlags.MIC_PROVIDED) {
      if (!equal(messagesMic(exportedSessionKey, negotiate, challenge, token), message.mic)) throw logonFailure()
    }
    this.#principal = { user: message.userName, domain: message.domainName }
    this.establish(exportedSessionKey)
  }

  /** The account's response key, if the proof was made with it. An unknown user takes as long as a wrong password. */
  #responseKey({ userName, domainName }: AuthenticateMessage, proof: Uint8Array, temp: Uint8Array): Uint8Array {
    const known = this.#accounts.ntHash(userName)
    const responseKey = ntowfv2(known ?? new Uint8Array(16), userName, domainName)
    const proven = equal(ntProof(responseKey, this.#serverChallenge, temp), proof)
    if (!known || !proven) throw logonFailure()
    return responseKey
  }
}

function logonFailure(): Error {
  return ntStatusError('NTLM', NtStatus.STATUS_LOGON_FAILURE)
}
