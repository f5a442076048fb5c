/** What a client is ready to speak, sign and encrypt with. [MS-SMB2] 3.2.4.2.2.2 */
import { randomBytes } from 'node:crypto'
import { encode } from '../wire/codec.ts'
import { toUtf16 } from '../wire/text.ts'
import { Capabilities, Dialect, type NegotiateRequest, SecurityMode } from './messages/negotiate.ts'
import {
  Cipher,
  ContextType,
  EncryptionCapabilities,
  HashAlgorithm,
  type NegotiateContext,
  PreauthIntegrityRequest,
  SigningAlgorithm,
  SigningCapabilities,
} from './messages/negotiate-contexts.ts'

/** Lists in the order of preference. */
export interface Offer {
  readonly dialects: readonly number[]
  /** Empty: no encryption. */
  readonly ciphers: readonly number[]
  readonly signingAlgorithms: readonly number[]
}

/** Everything, the fastest of the strong first. */
export const FULL_OFFER: Offer = {
  dialects: Object.values(Dialect),
  ciphers: [Cipher['AES-128-GCM'], Cipher['AES-256-GCM'], Cipher['AES-128-CCM'], Cipher['AES-256-CCM']],
  signingAlgorithms: [SigningAlgorithm['AES-GMAC'], SigningAlgorithm['AES-CMAC'], SigningAlgorithm['HMAC-SHA256']],
}

/** The request that makes this offer to a server of this name. */
export function negotiateRequest(offer: Offer, serverName: string): NegotiateRequest {
  return {
    securityMode: SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED,
    capabilities: capabilitiesOf(offer),
    clientGuid: randomBytes(16),
    negotiateContextList: offer.dialects.includes(Dialect['3.1.1']) ? contexts(offer, serverName) : [],
    dialects: [...offer.dialects],
  }
}

/** A client that knows no 3.x has no capabilities. [MS-SMB2] 2.2.3 */
function capabilitiesOf({ dialects, ciphers }: Offer): number {
  if (!dialects.some((dialect) => dialect >= Dialect['3.0'])) return 0
  return ciphers.length > 0 ? Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION : 0
}

function contexts({ ciphers, signingAlgorithms }: Offer, serverName: string): NegotiateContext[] {
  const preauth = { hashAlgorithms: [HashAlgorithm['SHA-512']], salt: randomBytes(32) }
  const list: NegotiateContext[] = [
    {
      contextType: ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES,
      data: encode(PreauthIntegrityRequest, preauth),
    },
  ]
  if (ciphers.length > 0) {
    const data = encode(EncryptionCapabilities, { ciphers: [...ciphers] })
    list.push({ contextType: ContextType.SMB2_ENCRYPTION_CAPABILITIES, data })
  }
  list.push({ contextType: ContextType.SMB2_NETNAME_NEGOTIATE_CONTEXT_ID, data: toUtf16(serverName) })
  const data = encode(SigningCapabilities, { signingAlgorithms: [...signingAlgorithms] })
  list.push({ contextType: ContextType.SMB2_SIGNING_CAPABILITIES, data })
  return list
}
