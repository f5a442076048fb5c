/** The keys of a session, from the key that the mechanism yields. [MS-SMB2] 3.2.5.3.1, 3.3.5.5.3 */
import { kdf } from '../crypto/kdf.ts'
import { cipherKeyLength } from './encryption.ts'
import { Dialect } from './messages/negotiate.ts'

/** What the connection has agreed on. */
export interface Agreement {
  readonly dialect: number
  readonly signingAlgorithmId: number
  /** 0 where the connection does not encrypt. */
  readonly cipherId: number
}

/** Signing serves both directions; the others are named after who reads them. */
export interface SessionKeys {
  readonly signingKey: Uint8Array
  /** From the client to the server; null where the connection does not encrypt. */
  readonly serverInKey: Uint8Array | null
  /** From the server to the client. */
  readonly serverOutKey: Uint8Array | null
}

/** The purposes of the keys: label and, before 3.1.1, context; both end in a NUL. */
const PURPOSES = {
  signingKey: { label311: 'SMBSigningKey', label30: 'SMB2AESCMAC', context30: 'SmbSign' },
  serverInKey: { label311: 'SMBC2SCipherKey', label30: 'SMB2AESCCM', context30: 'ServerIn ' },
  serverOutKey: { label311: 'SMBS2CCipherKey', label30: 'SMB2AESCCM', context30: 'ServerOut' },
} as const

const KEY_LENGTH = 16

/** Derives the keys; the hash of the messages before authentication takes part in those of 3.1.1. */
export function deriveSessionKeys(
  agreement: Agreement,
  fullSessionKey: Uint8Array,
  preauthIntegrityHashValue: Uint8Array,
): SessionKeys {
  const sessionKey = new Uint8Array(KEY_LENGTH)
  sessionKey.set(fullSessionKey.subarray(0, KEY_LENGTH))
  const { dialect, cipherId } = agreement
  if (dialect === Dialect['2.1']) return { signingKey: sessionKey, serverInKey: null, serverOutKey: null }
  const length = cipherId === 0 ? KEY_LENGTH : cipherKeyLength(cipherId)
  const cipherBase = length > KEY_LENGTH ? fullSessionKey : sessionKey
  const derive = (purpose: keyof typeof PURPOSES, base: Uint8Array, keyLength: number) => {
    const { label311, label30, context30 } = PURPOSES[purpose]
    const is311 = dialect === Dialect['3.1.1']
    const context = is311 ? preauthIntegrityHashValue : ascii(context30)
    return Uint8Array.from(kdf(base, ascii(is311 ? label311 : label30), context, keyLength))
  }
  const keys = {
    signingKey: derive('signingKey', sessionKey, KEY_LENGTH),
    serverInKey: cipherId === 0 ? null : derive('serverInKey', cipherBase, length),
    serverOutKey: cipherId === 0 ? null : derive('serverOutKey', cipherBase, length),
  }
  sessionKey.fill(0)
  return keys
}

function ascii(text: string): Uint8Array {
  return Buffer.from(`${text}\0`, 'latin1')
}
