/** What the server chooses from a client's offer. [MS-SMB2] 3.3.5.4 */
import { randomBytes } from 'node:crypto'
import { decode, encode } from '../../wire/codec.ts'
import { NtStatus, ntStatusError } from '../../wire/ntstatus.ts'
import { Capabilities, Dialect, type NegotiateRequest, SecurityMode } from '../messages/negotiate.ts'
import {
  Cipher,
  ContextType,
  EncryptionCapabilities,
  HashAlgorithm,
  type NegotiateContext,
  PreauthIntegrityCapabilities,
  PreauthIntegrityRequest,
  SigningAlgorithm,
  SigningCapabilities,
} from '../messages/negotiate-contexts.ts'
import { FULL_OFFER } from '../offer.ts'
import type { Agreement } from '../session-keys.ts'

/** Signing is always required. */
export const SERVER_SECURITY_MODE =
  SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED | SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED

/** The agreement and what the response has to say about it. */
export interface Choice extends Agreement {
  readonly capabilities: number
  readonly negotiateContextList: NegotiateContext[]
}

/** @throws StatusError STATUS_NOT_SUPPORTED without a common dialect, DecodeError */
export function choose(request: NegotiateRequest): Choice {
  const dialect = Math.max(0, ...request.dialects.filter((each) => FULL_OFFER.dialects.includes(each)))
  if (dialect === 0) throw ntStatusError('SMB2 NEGOTIATE', NtStatus.STATUS_NOT_SUPPORTED)
  if (dialect === Dialect['3.1.1']) return choose311(request.negotiateContextList)
  if (dialect === Dialect['2.1']) {
    const signingAlgorithmId = SigningAlgorithm['HMAC-SHA256']
    return { dialect, cipherId: 0, signingAlgorithmId, capabilities: 0, negotiateContextList: [] }
  }
  const capabilities = request.capabilities & Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
  const cipherId = capabilities === 0 ? 0 : Cipher['AES-128-CCM']
  const signingAlgorithmId = SigningAlgorithm['AES-CMAC']
  return { dialect, cipherId, signingAlgorithmId, capabilities, negotiateContextList: [] }
}

function choose311(contexts: readonly NegotiateContext[]): Choice {
  const dataOf = (type: number) => contexts.find(({ contextType }) => contextType === type)?.data
  const preauth = dataOf(ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES)
  if (!preauth) throw ntStatusError('SMB2 NEGOTIATE', NtStatus.STATUS_INVALID_PARAMETER)
  if (!decode(PreauthIntegrityCapabilities, preauth).hashAlgorithms.includes(HashAlgorithm['SHA-512'])) {
    throw ntStatusError('SMB2 NEGOTIATE', NtStatus.STATUS_SMB_NO_PREAUTH_INTEGRITY_HASH_OVERLAP)
  }
  const encryption = dataOf(ContextType.SMB2_ENCRYPTION_CAPABILITIES)
  const signing = dataOf(ContextType.SMB2_SIGNING_CAPABILITIES)
  const ciphers = encryption ? decode(EncryptionCapabilities, encryption).ciphers : []
  const algorithms = signing ? decode(SigningCapabilities, signing).signingAlgorithms : []
  const cipherId = firstOf(ciphers, FULL_OFFER.ciphers) ?? 0
  const signingAlgorithmId = firstOf(algorithms, FULL_OFFER.signingAlgorithms) ?? SigningAlgorithm['AES-CMAC']
  const salt = { hashAlgorithms: [HashAlgorithm['SHA-512']], salt: randomBytes(32) }
  const negotiateContextList: NegotiateContext[] = [
    { contextType: ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES, data: encode(PreauthIntegrityRequest, salt) },
  ]
  if (encryption) {
    const data = encode(EncryptionCapabilities, { ciphers: [cipherId] })
    negotiateContextList.push({ contextType: ContextType.SMB2_ENCRYPTION_CAPABILITIES, data })
  }
  if (signing) {
    const data = encode(SigningCapabilities, { signingAlgorithms: [signingAlgorithmId] })
    negotiateContextList.push({ contextType: ContextType.SMB2_SIGNING_CAPABILITIES, data })
  }
  return { dialect: Dialect['3.1.1'], cipherId, signingAlgorithmId, capabilities: 0, negotiateContextList }
}

/** The client's first choice that this side knows. */
function firstOf(theirs: readonly number[], ours: readonly number[]): number | undefined {
  return theirs.find((each) => ours.includes(each))
}
