/** The interfaces of a session host, by the pipe behind which they answer. [MS-TSTS] 1.9 */
import type { Service } from '../rpc/service.ts'
import { CTX_WINSTATION_API_SERVICE, LSARPC, LSM_API_SERVICE, TERMSRV_API_SERVICE } from '../tsts/pipes.ts'
import type { NamedAccounts } from './accounts.ts'
import type { Answering } from './answering.ts'
import { legacyApi } from './legacy-api.ts'
import { lsarpcService } from './lsarpc.ts'
import { rcmListener } from './rcm-listener.ts'
import { rcmPublic } from './rcm-public.ts'
import { termSrvEnumeration } from './term-srv-enumeration.ts'
import { termSrvNotification } from './term-srv-notification.ts'
import { termSrvSession } from './term-srv-session.ts'

/** Pipes and what is served on each. */
export function servicesOf(answering: Answering): ReadonlyMap<string, readonly Service[]> {
  return new Map([
    [LSM_API_SERVICE, [termSrvSession(answering), termSrvEnumeration(answering), termSrvNotification(answering)]],
    [TERMSRV_API_SERVICE, [rcmPublic(answering), rcmListener(answering)]],
    [CTX_WINSTATION_API_SERVICE, [legacyApi(answering)]],
  ])
}

/** The same with the accounts' names, for a host beside which nobody else answers for them. */
export function servicesWithNames(
  answering: Answering & { readonly accounts: NamedAccounts },
): ReadonlyMap<string, readonly Service[]> {
  return new Map([...servicesOf(answering), [LSARPC, [lsarpcService(answering)]]])
}
