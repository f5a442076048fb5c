/** What the server chose, checked against what was offered. [MS-SMB2] 3.2.5.2 */
import { decode } from '../wire/codec.ts'
import type { Message } from './message.ts'
import { Capabilities, Dialect, NegotiateResponse, NegotiateResponse311 } from './messages/negotiate.ts'
import {
  Cipher,
  ContextType,
  EncryptionCapabilities,
  HashAlgorithm,
  type NegotiateContext,
  PreauthIntegrityCapabilities,
  SigningAlgorithm,
  SigningCapabilities,
} from './messages/negotiate-contexts.ts'
import type { Offer } from './offer.ts'
import type { Agreement } from './session-keys.ts'
import { Smb2Error } from './smb2-error.ts'

/** The connection's own facts; the last four are what VALIDATE_NEGOTIATE_INFO must repeat. */
export interface Negotiated extends Agreement {
  readonly gssNegotiateToken: Uint8Array
  /** The longest message that fits into one READ, WRITE or IOCTL, in bytes. */
  readonly maxLength: number
  readonly serverGuid: Uint8Array
  readonly serverCapabilities: number
  readonly serverSecurityMode: number
}

/** One credit carries so much, and no RPC fragment is longer. [MS-SMB2] 3.1.5.2 */
const ONE_CREDIT = 65_536

/** @throws Smb2Error when the choice is not among the offers, DecodeError when the answer is nonsense */
export function checkNegotiated(answer: Message, offer: Offer): Negotiated {
  const response = answer.body(NegotiateResponse)
  const dialect = response.dialectRevision
  if (!offer.dialects.includes(dialect)) {
    throw new Smb2Error('dialect', `The server chose dialect 0x${dialect.toString(16)}, which was not offered`)
  }
  const maxLength = Math.min(ONE_CREDIT, response.maxTransactSize, response.maxReadSize, response.maxWriteSize)
  if (maxLength === 0) throw new Smb2Error('protocol', 'The server accepts messages of 0 bytes only')
  const contexts = dialect === Dialect['3.1.1'] ? answer.body(NegotiateResponse311).negotiateContextList : []
  return {
    dialect,
    maxLength,
    ...algorithms(dialect, response.capabilities, contexts, offer),
    gssNegotiateToken: response.securityBuffer,
    serverGuid: response.serverGuid,
    serverCapabilities: response.capabilities,
    serverSecurityMode: response.securityMode,
  }
}

type Algorithms = Pick<Agreement, 'cipherId' | 'signingAlgorithmId'>

function algorithms(
  dialect: number,
  capabilities: number,
  contexts: readonly NegotiateContext[],
  offer: Offer,
): Algorithms {
  if (dialect === Dialect['2.1']) return { cipherId: 0, signingAlgorithmId: SigningAlgorithm['HMAC-SHA256'] }
  if (dialect === Dialect['3.1.1']) return algorithms311(contexts, offer)
  const encrypts =
    (capabilities & Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION) !== 0 && offer.ciphers.includes(Cipher['AES-128-CCM'])
  return { cipherId: encrypts ? Cipher['AES-128-CCM'] : 0, signingAlgorithmId: SigningAlgorithm['AES-CMAC'] }
}

function algorithms311(contexts: readonly NegotiateContext[], offer: Offer): Algorithms {
  const preauth = dataOf(contexts, ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES)
  const hashes = preauth ? decode(PreauthIntegrityCapabilities, preauth).hashAlgorithms : []
  if (hashes.length !== 1 || hashes[0] !== HashAlgorithm['SHA-512']) {
    throw new Smb2Error('protocol', 'The server did not choose SHA-512 for the integrity before authentication')
  }
  const encryption = dataOf(contexts, ContextType.SMB2_ENCRYPTION_CAPABILITIES)
  const signing = dataOf(contexts, ContextType.SMB2_SIGNING_CAPABILITIES)
  const { ciphers } = encryption ? decode(EncryptionCapabilities, encryption) : NO_CIPHER
  const { signingAlgorithms } = signing ? decode(SigningCapabilities, signing) : ONLY_CMAC
  return {
    cipherId: choice('cipher', ciphers, [0, ...offer.ciphers]),
    signingAlgorithmId: choice('signing algorithm', signingAlgorithms, signing ? offer.signingAlgorithms : CMAC),
  }
}

const CMAC = [SigningAlgorithm['AES-CMAC']]
const NO_CIPHER = { ciphers: [0] }
const ONLY_CMAC = { signingAlgorithms: CMAC }

function choice(what: string, chosen: readonly number[], offered: readonly number[]): number {
  const [id] = chosen
  if (chosen.length === 1 && id !== undefined && offered.includes(id)) return id
  throw new Smb2Error('protocol', `The server chose ${what} ${chosen.join(', ') || 'none'}, which was not offered`)
}

/** The data of a context; a second one of its type is refused, because it cannot be known which is meant. */
function dataOf(contexts: readonly NegotiateContext[], type: number): Uint8Array | null {
  const found = contexts.filter(({ contextType }) => contextType === type)
  if (found.length > 1) throw new Smb2Error('protocol', `The server sent negotiate context ${type} twice`)
  return found[0]?.data ?? null
}
