/** What the methods are called, for diagnostics: as the specification has it, and so do their declarations. */
import { methodKey } from '../../rpc/diagnostics.ts'
import * as legacyApi from '../../tsts/legacy-api.ts'
import * as lsarpc from '../../tsts/lsarpc.ts'
import * as rcmPublic from '../../tsts/rcm-public.ts'
import * as enumeration from '../../tsts/term-srv-enumeration.ts'
import * as notification from '../../tsts/term-srv-notification.ts'
import * as session from '../../tsts/term-srv-session.ts'

/** Each interface, and its methods among other declarations. */
const DECLARATIONS = [
  [session.TermSrvSession, session],
  [enumeration.TermSrvEnumeration, enumeration],
  [notification.TermSrvNotification, notification],
  [rcmPublic.RCMPublic, rcmPublic],
  [legacyApi.LegacyApi, legacyApi],
  [lsarpc.lsarpc, lsarpc],
] as const

/** The names by `methodKey`. */
export function methodNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [wanted, declarations] of DECLARATIONS) {
    for (const [name, declared] of Object.entries<unknown>(declarations)) {
      if (isMethod(declared)) names.set(methodKey(wanted, declared), name)
    }
  }
  return names
}

function isMethod(declared: unknown): declared is { opnum: number } {
  return typeof declared === 'object' && declared !== null && 'opnum' in declared
}
