/** What the methods are called, for diagnostics: as the specification has it, and so do their declarations. */
import * as legacyApi from '../../tsts/legacy-api.ts'
import * as lsarpc from '../../tsts/lsarpc.ts'
import * as rcmPublic from '../../tsts/rcm-public.ts'
import * as enumeration from '../../tsts/term-srv-enumeration.ts'
import * as notification from '../../tsts/term-srv-notification.ts'
import * as session from '../../tsts/term-srv-session.ts'

const DECLARATIONS = [session, enumeration, notification, rcmPublic, legacyApi, lsarpc]

/** The names by `Operation`. */
export function methodNames(): ReadonlyMap<unknown, string> {
  const named = DECLARATIONS.flatMap((each) => Object.entries<unknown>(each))
  return new Map(named.map(([name, declared]) => [declared, name]))
}
