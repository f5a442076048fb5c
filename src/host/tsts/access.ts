/** Where a host is, who wants in, and the pipes that this leads to. */
import { hostname } from 'node:os'
import type { PasswordCredential } from '../../auth/credential.ts'
import type { Mechanism } from '../../auth/mechanism.ts'
import { ntlm } from '../../auth/ntlm/initiator.ts'
import type { Channel } from '../../rpc/channel.ts'
import type { Endpoint } from './endpoint.ts'

/** What opening a pipe needs. */
export interface Access {
  /** The host, as the user named it. */
  readonly host: string
  readonly endpoint: Endpoint
  readonly credential: PasswordCredential
  /** Refuse a server that cannot encrypt. */
  readonly encryptionRequired: boolean
}

/** A pipe, which its first message opens. */
export type Pipe = Channel & AsyncDisposable

/** An authenticated connection that has pipes. */
export interface Pipes extends AsyncDisposable {
  pipe(name: string): Pipe
}

/** Hears of each step on the way, and may ask for its figure. */
export type Report = (check: 'address' | 'dialect' | 'account' | 'protection', figure: () => string) => void

/** Makes the connection. */
export type Reach = (access: Access, signal: AbortSignal, report: Report) => Promise<Pipes>

/** As people write it: DOMAIN\user, or user@domain as it was given. */
export function accountOf({ user, domain }: PasswordCredential): string {
  return domain === '' ? user : `${domain}\\${user}`
}

/** NTLM towards a service of the host. [MS-TSTS] 4.3 names `host` for RPC; SMB is `cifs`. */
export function mechanismFor({ credential, endpoint }: Access, service: 'cifs' | 'host'): Mechanism {
  return ntlm(credential, { targetName: `${service}/${endpoint.host}`, workstation: hostname() })
}
