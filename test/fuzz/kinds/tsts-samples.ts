/** A value of every call of [MS-TSTS] and [MS-LSAT] that is declared, both ways, with every shape that its types can take. */
import { LEGACY_API } from './samples/legacy-api.ts'
import { LEGACY_OLD_CALLS } from './samples/legacy-old-calls.ts'
import { LSARPC } from './samples/lsarpc.ts'
import { RCM_LISTENER, RCM_PUBLIC } from './samples/rcm-public.ts'
import type { Sample } from './samples/sample.ts'
import { TERM_SRV_ENUMERATION } from './samples/term-srv-enumeration.ts'
import { TERM_SRV_NOTIFICATION } from './samples/term-srv-notification.ts'
import { TERM_SRV_SESSION } from './samples/term-srv-session.ts'

/** All calls. */
export const SAMPLES: readonly Sample[] = [
  ...TERM_SRV_SESSION,
  ...TERM_SRV_NOTIFICATION,
  ...TERM_SRV_ENUMERATION,
  ...RCM_PUBLIC,
  ...RCM_LISTENER,
  ...LEGACY_API,
  ...LEGACY_OLD_CALLS,
  ...LSARPC,
]
