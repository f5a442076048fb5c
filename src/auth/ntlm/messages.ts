/** The three messages of NTLM. [MS-NLMP] 2.2.1 */
import { payload } from '../../wire/buffer.ts'
import { bytes } from '../../wire/bytes.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u8, u16, u32 } from '../../wire/integers.ts'
import { secret } from '../../wire/secret.ts'
import { struct } from '../../wire/struct.ts'
import { utf16 } from '../../wire/text.ts'
import { when } from '../../wire/when.ts'
import { NegotiateFlags } from './flags.ts'

/** "NTLM" and "SSP\0", little-endian. */
const SIGNATURE = [0x4d4c_544e, 0x0050_5353] as const

/** [MS-NLMP] 2.2.2.10 */
export const Version = struct({
  productMajorVersion: u8,
  productMinorVersion: u8,
  productBuild: u16,
  reserved: reserved(3),
  ntlmRevisionCurrent: u8,
})
export type Version = Infer<typeof Version>

function hasVersion({ negotiateFlags }: Readonly<Record<string, unknown>>): boolean {
  return (Number(negotiateFlags) & NegotiateFlags.NTLMSSP_NEGOTIATE_VERSION) !== 0
}

/** [MS-NLMP] 2.2.1.1 */
export const NegotiateMessage = struct({
  signature0: literal(u32, SIGNATURE[0]),
  signature4: literal(u32, SIGNATURE[1]),
  messageType: literal(u32, 1),
  negotiateFlags: u32, // NegotiateFlags
  domainName: payload(),
  workstationName: payload(),
  version: when(hasVersion, Version), // Impacket leaves it out
})
export type NegotiateMessage = Infer<typeof NegotiateMessage>

/** [MS-NLMP] 2.2.1.2 */
export const ChallengeMessage = struct({
  signature0: literal(u32, SIGNATURE[0]),
  signature4: literal(u32, SIGNATURE[1]),
  messageType: literal(u32, 2),
  targetName: utf16(payload()),
  negotiateFlags: u32, // NegotiateFlags
  serverChallenge: bytes(8),
  reserved: reserved(8),
  targetInfo: payload(), // AV pairs
  version: Version,
})
export type ChallengeMessage = Infer<typeof ChallengeMessage>

/** [MS-NLMP] 2.2.1.3 */
export const AuthenticateMessage = struct({
  signature0: literal(u32, SIGNATURE[0]),
  signature4: literal(u32, SIGNATURE[1]),
  messageType: literal(u32, 3),
  lmChallengeResponse: secret(payload()),
  ntChallengeResponse: secret(payload()),
  domainName: utf16(payload()),
  userName: utf16(payload()),
  workstation: utf16(payload()),
  encryptedRandomSessionKey: secret(payload()),
  negotiateFlags: u32, // NegotiateFlags
  version: Version,
  mic: bytes(16), // the place of MIC_OFFSET
})
export type AuthenticateMessage = Infer<typeof AuthenticateMessage>

/** Where the MIC lies in an AUTHENTICATE_MESSAGE. It is computed over the message with 16 zero bytes here. */
export const MIC_OFFSET = 72

/** Where NTProofStr ends in an NtChallengeResponse and the client's challenge begins. [MS-NLMP] 2.2.2.8 */
export const PROOF_LENGTH = 16

/** NTLMv2_RESPONSE up to the AV pairs. [MS-NLMP] 2.2.2.7, 2.2.2.8 */
export const Ntlmv2Response = struct({
  ntProofStr: bytes(PROOF_LENGTH),
  respType: literal(u8, 1),
  hiRespType: literal(u8, 1),
  reserved1: reserved(6),
  timeStamp: bytes(8),
  challengeFromClient: bytes(8),
  reserved2: reserved(4),
})
export type Ntlmv2Response = Infer<typeof Ntlmv2Response>

/** Where the AV pairs begin in an NtChallengeResponse. */
export const AV_PAIRS_OFFSET = 44
