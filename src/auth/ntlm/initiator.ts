/** The client's side of NTLM v2. [MS-NLMP] 3.1.5.1 */
import { randomBytes } from 'node:crypto'
import { Rc4 } from '../../crypto/rc4.ts'
import { decode, encode } from '../../wire/codec.ts'
import { fileTime } from '../../wire/file-time.ts'
import { u64 } from '../../wire/integers.ts'
import { toUtf16 } from '../../wire/text.ts'
import type { PasswordCredential } from '../credential.ts'
import type { Mechanism, Step } from '../mechanism.ts'
import { securityError } from '../security-status.ts'
import { AvFlags, AvId, type AvPairs, avFlags, avFlagsValue, decodeAvPairs, encodeAvPairs } from './av-pairs.ts'
import { messagesMic, NTLM_OID, NtlmContext } from './context.ts'
import { hasAll, OFFERED, REQUIRED } from './flags.ts'
import { AuthenticateMessage, ChallengeMessage, MIC_OFFSET, NegotiateMessage, type Version } from './messages.ts'
import { clientChallenge, ntowfv2, ntProof, sessionBaseKey } from './response.ts'

/** Whom a client wants to reach, and from where. */
export interface NtlmTarget {
  /** The service principal name, `cifs/server`. */
  readonly targetName: string
  /** The name of this machine, for the server's log. */
  readonly workstation: string
}

/** NTLM for an account towards a server. The credential must outlive the contexts. */
export function ntlm(credential: PasswordCredential, target: NtlmTarget): Mechanism {
  return { oid: NTLM_OID, context: () => new NtlmInitiator(credential, target) }
}

/** Version is for debugging only; this says "Windows 10, current NTLM", as most clients do. [MS-NLMP] 2.2.2.10 */
const VERSION: Version = { productMajorVersion: 10, productMinorVersion: 0, productBuild: 0, ntlmRevisionCurrent: 15 }
const EMPTY = new Uint8Array()

class NtlmInitiator extends NtlmContext {
  readonly principal = null
  readonly #credential: PasswordCredential
  readonly #target: NtlmTarget
  #negotiate: Uint8Array | null = null

  constructor(credential: PasswordCredential, target: NtlmTarget) {
    super('client')
    this.#credential = credential
    this.#target = target
  }

  async step(token: Uint8Array | null): Promise<Step> {
    if (!this.#negotiate) {
      const flags = { negotiateFlags: OFFERED, domainName: EMPTY, workstationName: EMPTY, version: VERSION }
      this.#negotiate = encode(NegotiateMessage, flags)
      return { token: this.#negotiate, done: false }
    }
    if (!token || this.done) throw securityError('SEC_E_OUT_OF_SEQUENCE', 'NTLM', 'expects one CHALLENGE_MESSAGE')
    return { token: this.#authenticate(this.#negotiate, token), done: true }
  }

  #authenticate(negotiate: Uint8Array, token: Uint8Array): Uint8Array {
    const challenge = decode(ChallengeMessage, token)
    const offered = decodeAvPairs(challenge.targetInfo)
    requireStrength(challenge, offered)
    const { user, domain } = this.#credential
    const responseKey = ntowfv2(this.#credential.ntHash, user, domain)
    const temp = clientChallenge({
      timestamp: offered.get(AvId.MsvAvTimestamp) ?? encode(u64, fileTime(new Date())),
      challenge: randomBytes(8),
      targetInfo: encodeAvPairs(this.#targetInfo(offered)),
    })
    const proof = ntProof(responseKey, challenge.serverChallenge, temp)
    const exportedSessionKey = new Uint8Array(randomBytes(16))
    const message = encode(AuthenticateMessage, {
      lmChallengeResponse: new Uint8Array(24),
      ntChallengeResponse: Buffer.concat([proof, temp]),
      domainName: domain,
      userName: user,
      workstation: this.#target.workstation,
      encryptedRandomSessionKey: encryptKey(sessionBaseKey(responseKey, proof), exportedSessionKey),
      negotiateFlags: (challenge.negotiateFlags & OFFERED) >>> 0,
      version: VERSION,
      mic: new Uint8Array(16),
    })
    message.set(messagesMic(exportedSessionKey, negotiate, token, message), MIC_OFFSET)
    responseKey.fill(0)
    this.establish(exportedSessionKey)
    return message
  }

  /** The server's own pairs, and with them: a MIC is there, for whom this is meant, and no channel binds it. */
  #targetInfo(offered: AvPairs): AvPairs {
    return new Map([
      ...offered,
      [AvId.MsvAvFlags, avFlagsValue(avFlags(offered) | AvFlags.MIC_PROVIDED)],
      [AvId.MsvAvChannelBindings, new Uint8Array(16)],
      [AvId.MsvAvTargetName, toUtf16(this.#target.targetName)],
    ])
  }
}

/** [MS-NLMP] 2.2.2.1: a FILETIME, or all that is hashed behind it would lie where no server looks for it. */
const TIMESTAMP_LENGTH = 8

/** [MS-NLMP] 3.1.5.1.2: names are demanded because this side always wants integrity. */
function requireStrength({ negotiateFlags }: ChallengeMessage, offered: AvPairs): void {
  if (!hasAll(negotiateFlags, REQUIRED)) {
    const lacking = `flags 0x${negotiateFlags.toString(16)} lack what signing and sealing need`
    throw securityError('SEC_E_UNSUPPORTED_FUNCTION', 'NTLM CHALLENGE_MESSAGE', lacking)
  }
  if (!offered.has(AvId.MsvAvNbComputerName) || !offered.has(AvId.MsvAvNbDomainName)) {
    throw securityError('SEC_E_INVALID_TOKEN', 'NTLM CHALLENGE_MESSAGE', 'the server does not give its names')
  }
  const { length = TIMESTAMP_LENGTH } = offered.get(AvId.MsvAvTimestamp) ?? {}
  if (length !== TIMESTAMP_LENGTH) {
    throw securityError('SEC_E_INVALID_TOKEN', 'NTLM CHALLENGE_MESSAGE', `a timestamp of ${length} bytes`)
  }
}

/** RC4K(KeyExchangeKey, ExportedSessionKey). */
function encryptKey(keyExchangeKey: Uint8Array, exportedSessionKey: Uint8Array): Uint8Array {
  const encrypted = new Rc4(keyExchangeKey).apply(Uint8Array.from(exportedSessionKey))
  keyExchangeKey.fill(0)
  return encrypted
}
