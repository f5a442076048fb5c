/** What the answering side needs: the host whose sessions they are, and who may do what. */
import type { ServerCall } from '../rpc/service.ts'
import { FaultStatus, fault } from '../rpc/status.ts'
import type { SessionHost } from '../session/host.ts'
import type { Process } from '../session/process.ts'
import type { Session } from '../session/session.ts'
import type { WinStationRight } from '../tsts/rights.ts'
import type { Accounts } from './accounts.ts'
import type { Deed } from './deed.ts'

/** The account that makes a call. */
export type Caller = NonNullable<ServerCall['principal']>

/** A right on a session, or the right to end a process. */
export type Wish =
  | { readonly right: WinStationRight; readonly session: Session }
  | { readonly right: 'PROCESS_TERMINATE'; readonly process: Process }

/** What is the same for all interfaces of one host. */
export interface Answering {
  readonly host: SessionHost
  /** Whether the caller may have what is wished for. Asked anew at every call. */
  readonly authorize: (caller: Caller, wish: Wish) => boolean | Promise<boolean>
  /** Whether the session is the caller's own. Default: whether both have the same user's name. */
  readonly owns?: ((caller: Caller, session: Session) => boolean | Promise<boolean>) | undefined
  /** Told of everything that is done, and of what was refused. */
  readonly onDeed?: ((deed: Deed) => void) | undefined
  /** Who calls where RPC itself has authenticated nobody; null where nobody else knows either. */
  readonly caller: Caller | null
  /** How long a session may take to log off before it is killed, in milliseconds. Default: the host's own. */
  readonly graceMs?: number | undefined
  /** The SIDs of accounts. */
  readonly accounts: Accounts
  /** Ends what goes on after its call was answered: log-offs, subscriptions. */
  readonly signal: AbortSignal
}

/** Who makes the call. @throws StatusError the fault for nobody */
export function callerOf({ caller }: Answering, { principal }: ServerCall): Caller {
  const known = principal ?? caller
  if (known === null) throw fault('call', FaultStatus.ERROR_ACCESS_DENIED)
  return known
}
