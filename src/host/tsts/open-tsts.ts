/** A host on the network, from a target and an account. */
import type { PasswordCredential } from '../../auth/credential.ts'
import { LogoffError } from '../../errors.ts'
import type { CallOptions } from '../../session/host.ts'
import type { TstsTarget } from '../target.ts'
import { endpointOf } from './endpoint.ts'
import { TstsHost } from './host.ts'
import { reach } from './reach.ts'
import { SILENCE_MS } from './silence.ts'

/** Who wants in, and how. */
export interface TstsOptions extends CallOptions {
  /** The account, which must outlive the host; null where none was given. */
  readonly credential: PasswordCredential | null
  /** Refuse a server that cannot encrypt. Default: encrypt with those that can. */
  readonly encryptionRequired?: boolean | undefined
  /** How long the host may be silent, in milliseconds. Default 10,000. */
  readonly patienceMs?: number | undefined
}

/**
 * Makes the host; it is connected to at the first call, so that an examination can say which layer refuses.
 * @throws LogoffError ACCOUNT_MISSING, HOST_NOT_FOUND where the address is none
 */
export async function openTsts(target: TstsTarget, options: TstsOptions): Promise<TstsHost> {
  const { credential, encryptionRequired = false, patienceMs = SILENCE_MS, signal } = options
  signal?.throwIfAborted()
  if (!credential) throw new LogoffError('ACCOUNT_MISSING', { host: target.name })
  const endpoint = endpointOf(target.address)
  if (!endpoint) throw new LogoffError('HOST_NOT_FOUND', { host: target.name, address: target.address })
  return new TstsHost({ host: target.name, endpoint, credential, encryptionRequired }, patienceMs, reach)
}
