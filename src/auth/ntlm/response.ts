/** NTLM v2: the proof that one knows the password, and the key that follows from it. [MS-NLMP] 3.3.2 */
import { hmacMd5 } from '../../crypto/hash.ts'

/** What is hashed into the proof besides the server's challenge. */
export interface ClientChallenge {
  /** 100-nanosecond intervals since 1601-01-01 UTC, little-endian, 8 bytes. */
  readonly timestamp: Uint8Array
  /** ChallengeFromClient, 8 bytes. */
  readonly challenge: Uint8Array
  /** AV pairs, encoded. */
  readonly targetInfo: Uint8Array
}

/** NTOWFv2 from the NT hash: the account's response key. */
export function ntowfv2(ntHash: Uint8Array, user: string, domain: string): Uint8Array {
  return hmacMd5(ntHash, Buffer.from(upperCase(user) + domain, 'utf16le'))
}

/** Windows raises character by character: what would become two, such as ß, stays as it is. */
function upperCase(text: string): string {
  const whole = text.toUpperCase()
  if (whole.length === text.length) return whole
  return Array.from(text, (character) => {
    const raised = character.toUpperCase()
    return raised.length === character.length ? raised : character
  }).join('')
}

/** NTLMv2_CLIENT_CHALLENGE and its closing zeros: "temp". [MS-NLMP] 2.2.2.7 */
export function clientChallenge({ timestamp, challenge, targetInfo }: ClientChallenge): Uint8Array {
  return Buffer.concat([VERSIONS, timestamp, challenge, ZERO_4, targetInfo, ZERO_4])
}

/** NTProofStr: what the server compares. */
export function ntProof(responseKey: Uint8Array, serverChallenge: Uint8Array, temp: Uint8Array): Uint8Array {
  return hmacMd5(responseKey, serverChallenge, temp)
}

/** SessionBaseKey, which with NTLM v2 is the KeyExchangeKey too. */
export function sessionBaseKey(responseKey: Uint8Array, proof: Uint8Array): Uint8Array {
  return hmacMd5(responseKey, proof)
}

/** Responserversion, HiResponserversion and six zero bytes. */
const VERSIONS = Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0)
const ZERO_4 = new Uint8Array(4)
