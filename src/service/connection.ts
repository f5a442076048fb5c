/** One caller on one pipe, from his bind to his leaving. */
import type { Accounts } from '../answer/accounts.ts'
import { servicesOf } from '../answer/services.ts'
import { StatusError } from '../errors.ts'
import type { Channel } from '../rpc/channel.ts'
import { AuthLevel } from '../rpc/protection.ts'
import { serve } from '../rpc/server.ts'
import { RejectReason } from '../rpc/status.ts'
import { turnAway } from '../rpc/turn-away.ts'
import { DecodeError } from '../wire/decode-error.ts'
import { authenticatorFor } from './authenticator.ts'
import type { Calls } from './calls.ts'
import { deedLine, levelOf, nameOf, sayError } from './deed-line.ts'
import type { ServiceHost } from './host/service-host.ts'
import type { Journal } from './journal.ts'
import type { HelperPool } from './ntlm/pool.ts'
import type { Authority } from './rights/authority.ts'
import type { PipeCaller } from './samba/pipe-caller.ts'

/** What all connections share. */
export interface Shared {
  readonly host: ServiceHost
  readonly authority: Authority
  readonly accounts: Accounts
  readonly calls: Calls
  readonly journal: Journal
  readonly helpers: HelperPool
  /** Ends what goes on after its call was answered. */
  readonly signal: AbortSignal
}

/** Who has come, where. */
export interface Arrival {
  readonly pipe: string
  readonly channel: Channel
  readonly caller: PipeCaller
  /** Ends the connection. */
  readonly signal: AbortSignal
}

/** Serves the caller until he goes or is sent away. Never rejects. */
export async function serveCaller(shared: Shared, arrival: Arrival): Promise<void> {
  try {
    await answer(shared, arrival)
  } catch (error) {
    // Others mean that the caller has gone, or that the service stops.
    if (!(error instanceof StatusError || error instanceof DecodeError)) return
    shared.journal('warning', `${nameOf(arrival.caller)} was hung up on at ${arrival.pipe}: ${error.message}`)
  }
}

async function answer(shared: Shared, { pipe, channel, caller, signal }: Arrival): Promise<void> {
  const { host, authority, accounts, calls, journal, helpers } = shared
  const who = nameOf(caller)
  if (!caller.authenticated) {
    await turnAway(channel, RejectReason.invalid_checksum, { signal, stepMs: authority.limits.stepMs })
    journal('warning', `${who} was turned away from ${pipe}: no account of its own`)
    return
  }
  const services = servicesOf({
    host: host.onBehalfOf(who),
    authorize: (_, wish) => authority.allows(caller, wish),
    owns: (_, session) => authority.owns(caller, session),
    onDeed: (deed) => journal(levelOf(deed), deedLine(caller, deed)),
    caller: { user: caller.user, domain: caller.domain },
    accounts,
    signal: shared.signal,
  })
  const { reassembledBytes: requestBytes, handles, stepMs } = authority.limits
  await serve(channel, calls.counted(services.get(pipe) ?? []), {
    address: `\\PIPE\\${pipe}`,
    authenticate: authenticatorFor(caller, helpers),
    // Where the SMB connection is encrypted, RPC need not be.
    minimumLevel: caller.encrypted ? 0 : AuthLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
    limits: { requestBytes, handles, stepMs },
    signal,
    onFailure: (error) => journal('error', `A call of ${who} on ${pipe} failed: ${sayError(error)}`),
  })
}
