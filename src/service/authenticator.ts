/** RPC's own authentication, by winbind's word: NTLM as it is, or chosen by SPNEGO. */
import { spnegoAcceptor } from '../auth/spnego/acceptor.ts'
import type { Authenticator } from '../rpc/authentication.ts'
import { winbindNtlm } from './ntlm/acceptor.ts'
import type { HelperPool } from './ntlm/pool.ts'
import type { PipeCaller } from './samba/pipe-caller.ts'

/** RPC_C_AUTHN_GSS_NEGOTIATE, RPC_C_AUTHN_WINNT. [MS-RPCE] 2.2.1.1.7 */
const GSS_NEGOTIATE = 9
const WINNT = 10

/** Accepts nobody but the account that opened the pipe. */
export function authenticatorFor(caller: PipeCaller, pool: HelperPool): Authenticator {
  const ntlm = winbindNtlm(pool, caller)
  const spnego = spnegoAcceptor([ntlm])
  return (authType) => {
    if (authType === GSS_NEGOTIATE) return spnego.context()
    return authType === WINNT ? ntlm.context() : null
  }
}
