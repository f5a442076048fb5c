/** What SMB 3.1.1 agrees on beyond the dialect. [MS-SMB2] 2.2.3.1, 2.2.4.1 */
import { bytes } from '../../wire/bytes.ts'
import { type Codec, type Infer, inline, read, write } from '../../wire/codec.ts'
import { u16 } from '../../wire/integers.ts'
import { countOf, list } from '../../wire/list.ts'
import { struct } from '../../wire/struct.ts'

/** ContextType. */
export const ContextType = {
  SMB2_PREAUTH_INTEGRITY_CAPABILITIES: 0x0001,
  SMB2_ENCRYPTION_CAPABILITIES: 0x0002,
  SMB2_NETNAME_NEGOTIATE_CONTEXT_ID: 0x0005,
  SMB2_SIGNING_CAPABILITIES: 0x0008,
} as const

/** HashAlgorithms. */
export const HashAlgorithm = { 'SHA-512': 0x0001 } as const

/** Ciphers. */
export const Cipher = {
  'AES-128-CCM': 0x0001,
  'AES-128-GCM': 0x0002,
  'AES-256-CCM': 0x0003,
  'AES-256-GCM': 0x0004,
} as const

/** SigningAlgorithms. */
export const SigningAlgorithm = { 'HMAC-SHA256': 0x0000, 'AES-CMAC': 0x0001, 'AES-GMAC': 0x0002 } as const

/** One negotiate context, its data still encoded. */
export interface NegotiateContext {
  readonly contextType: number
  readonly data: Uint8Array
}

/** [MS-SMB2] 2.2.3.1: ContextType, DataLength, four reserved bytes, Data. */
export const NegotiateContext: Codec<NegotiateContext> = inline(
  1,
  (w, { contextType, data }) => {
    write(u16, w, contextType)
    write(u16, w, data.length)
    w.put(4)
    w.write(data)
  },
  (r) => {
    const contextType = read(u16, r)
    const dataLength = read(u16, r)
    r.take(4)
    return { contextType, data: r.slice(dataLength) }
  },
)

const SALT_LENGTH = 32

/** [MS-SMB2] 2.2.3.1.1, as this product sends it. */
export const PreauthIntegrityRequest = struct({
  hashAlgorithmCount: countOf(u16, 'hashAlgorithms'),
  saltLength: countOf(u16, 'salt'),
  hashAlgorithms: list(u16, 'hashAlgorithmCount'),
  salt: bytes(SALT_LENGTH),
})

/** [MS-SMB2] 2.2.3.1.1, the salt left alone: a peer's may have any length. */
export const PreauthIntegrityCapabilities = struct({
  hashAlgorithmCount: countOf(u16, 'hashAlgorithms'),
  saltLength: u16,
  hashAlgorithms: list(u16, 'hashAlgorithmCount'),
})
export type PreauthIntegrityCapabilities = Infer<typeof PreauthIntegrityCapabilities>

/** [MS-SMB2] 2.2.3.1.2 */
export const EncryptionCapabilities = struct({
  cipherCount: countOf(u16, 'ciphers'),
  ciphers: list(u16, 'cipherCount'),
})

/** [MS-SMB2] 2.2.3.1.7 */
export const SigningCapabilities = struct({
  signingAlgorithmCount: countOf(u16, 'signingAlgorithms'),
  signingAlgorithms: list(u16, 'signingAlgorithmCount'),
})
