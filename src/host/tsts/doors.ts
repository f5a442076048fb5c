/** Which interfaces this adapter uses behind which pipe. [MS-TSTS] 1.9, 2.1 */
import { LegacyApi } from '../../tsts/legacy-api.ts'
import { lsarpc } from '../../tsts/lsarpc.ts'
import { CTX_WINSTATION_API_SERVICE, LSARPC, LSM_API_SERVICE, TERMSRV_API_SERVICE } from '../../tsts/pipes.ts'
import { RCMPublic } from '../../tsts/rcm-public.ts'
import { TermSrvEnumeration } from '../../tsts/term-srv-enumeration.ts'
import { TermSrvNotification } from '../../tsts/term-srv-notification.ts'
import { TermSrvSession } from '../../tsts/term-srv-session.ts'
import type { Door } from './link.ts'

/** Sessions: the Local Session Manager, which always runs. */
export const LSM: Door = { pipe: LSM_API_SERVICE, interfaces: [TermSrvSession, TermSrvEnumeration] }

/** What happens to sessions: opened anew by everyone who waits, for its calls take as long as it takes. */
export const NOTIFICATION: Door = { pipe: LSM_API_SERVICE, interfaces: [TermSrvNotification] }

/** Clients and listeners: Remote Desktop Services. */
export const RCM: Door = { pipe: TERMSRV_API_SERVICE, interfaces: [RCMPublic] }

/** Reset, processes, and what older versions have in place of the others: Remote Desktop Services. */
export const LEGACY: Door = { pipe: CTX_WINSTATION_API_SERVICE, interfaces: [LegacyApi] }

/** The names of accounts. */
export const LSA: Door = { pipe: LSARPC, interfaces: [lsarpc] }
