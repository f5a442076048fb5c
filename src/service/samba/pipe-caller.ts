/** Who opened a pipe, by Samba's word. */
import type { NamedPipeAuthRequest } from './named-pipe-auth.ts'

/** Who opened a pipe, by Samba's word. */
export interface PipeCaller {
  /** As the account is called where it lives. */
  readonly user: string
  readonly domain: string
  /** As this machine calls the account. */
  readonly unixName: string
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
  readonly sids: readonly string[]
  /** The client's address. */
  readonly address: string
  /** Whether the pipe was opened over an encrypted SMB connection; false before Samba 4.16, which does not tell. */
  readonly encrypted: boolean
  /** Whether this is an account's own logon: neither nobody's nor a guest's. */
  readonly authenticated: boolean
}

/** [MS-DTYP] 2.4.2.4 */
const WellKnown = { ANONYMOUS: 'S-1-5-7', AUTHENTICATED_USERS: 'S-1-5-11', BUILTIN_GUESTS: 'S-1-5-32-546' } as const
/** DOMAIN_USER_RID_GUEST in any domain. [MS-DTYP] 2.4.2.4 */
const GUEST = /^S-1-5-21-\d+-\d+-\d+-501$/
/** Samba's word for an encrypted connection: dialect, "required", cipher. */
const ENCRYPTED = /^S-1-22-1397571891-\d+-2-\d+$/

/** The caller in a handshake. */
export function callerIn({ request }: NamedPipeAuthRequest): PipeCaller {
  const { remote_client_addr: address, session_info: transport } = request.Data
  const { security_token: token, unix_token: unix, info, unix_info: names } = transport.session_info
  const { sids } = token
  return {
    user: info.account_name,
    domain: info.domain_name,
    unixName: names.unix_name,
    uid: unix.uid,
    gid: unix.gid,
    groups: unix.groups,
    sids,
    address,
    encrypted: sids.some((sid) => ENCRYPTED.test(sid)),
    authenticated: sids.includes(WellKnown.AUTHENTICATED_USERS) && !sids.some(isNobody),
  }
}

function isNobody(sid: string): boolean {
  return sid === WellKnown.ANONYMOUS || sid === WellKnown.BUILTIN_GUESTS || GUEST.test(sid)
}
