/** The acts on one session, by the call that the host has and the account may use. */
import type { CallOptions } from '../../session/host.ts'
import { LegacyApi, RpcWinStationDisconnect, RpcWinStationReset } from '../../tsts/legacy-api.ts'
import { RpcDisconnect, RpcLogoff, TermSrvSession } from '../../tsts/term-srv-session.ts'
import { LSM } from './doors.ts'
import { legacyOf } from './legacy.ts'
import type { Link } from './link.ts'
import { granted, isUnsupported, means, succeeded } from './outcome.ts'
import { withSession } from './session-handle.ts'

/**
 * Asks a session to log off. "Full control" as the specification lists it lacks the right LOGOFF, and older hosts lack
 * the call: both leave the reset. [MS-TSTS] 3.3.4.1.5, 6.5
 */
export async function logOff(link: Link, id: string, options: CallOptions): Promise<void> {
  try {
    const client = await link.client(LSM, options)
    await withSession(client, id, options, async (hSession) =>
      succeeded('RpcLogoff', await client.call(TermSrvSession, RpcLogoff, { hSession }, options)),
    )
  } catch (error) {
    const denied = means(error, 'ACCESS_DENIED')
    if (!denied && !isUnsupported(error)) throw error
    await resetInstead(link, id, { ...options, denial: denied ? error : null })
  }
}

/** Ends a session without asking it; never waits on the host, which a program that hangs would hold for ever. */
export async function reset(link: Link, id: string, options: CallOptions): Promise<void> {
  const { client, hServer } = await legacyOf(link, options)
  const input = { hServer, LogonId: Number(id), bWait: false }
  granted('RpcWinStationReset', await client.call(LegacyApi, RpcWinStationReset, input, options))
}

/** Leaves a session without its client. One that has none already answers with success. */
export async function disconnect(link: Link, id: string, options: CallOptions): Promise<void> {
  try {
    const client = await link.client(LSM, options)
    await withSession(client, id, options, async (hSession) =>
      succeeded('RpcDisconnect', await client.call(TermSrvSession, RpcDisconnect, { hSession }, options)),
    )
  } catch (error) {
    if (!isUnsupported(error)) throw error
    const { client, hServer } = await legacyOf(link, options)
    const input = { hServer, LogonId: Number(id), bWait: false }
    granted('RpcWinStationDisconnect', await client.call(LegacyApi, RpcWinStationDisconnect, input, options))
  }
}

interface Denied extends CallOptions {
  readonly denial: unknown
}

/** The first denial says more than that the second way was closed too. */
async function resetInstead(link: Link, id: string, { denial, ...options }: Denied): Promise<void> {
  try {
    await reset(link, id, options)
  } catch (error) {
    if (denial !== null && (means(error, 'ACCESS_DENIED') || isUnsupported(error))) throw denial
    throw error
  }
}
