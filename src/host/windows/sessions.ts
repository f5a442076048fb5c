/** The sessions of a server, each with what only a query of its own tells. */
import { StatusError } from '../../errors.ts'
import type { CallOptions } from '../../session/host.ts'
import { isCutOff, type SessionFacts } from './border.ts'
import { WTS_CONNECTSTATE_CLASS } from './constants.ts'
import type { Calls } from './thread.ts'
import type { SessionRow } from './wtsapi.ts'

/**
 * What a session is, as far as the caller may know it: what is withheld is missing.
 * @throws StatusError
 */
export async function describe(calls: Calls, row: SessionRow, id: number, options: CallOptions): Promise<SessionFacts> {
  if (WTS_CONNECTSTATE_CLASS[row.state] === 'WTSListen') return bare(row)
  const [user, domain, protocol, times, clientName, clientAddress] = await Promise.all([
    known(calls.call('queryText', [id, 'WTSUserName'], options), row.userName),
    known(calls.call('queryText', [id, 'WTSDomainName'], options), row.domainName),
    known(calls.call('queryProtocol', [id], options), null),
    known(calls.call('queryTimes', [id], options), null),
    known(calls.call('queryText', [id, 'WTSClientName'], options), ''),
    known(calls.call('queryClientAddress', [id], options), null),
  ])
  return { row, user, domain, protocol, times, clientName, clientAddress }
}

function bare(row: SessionRow): SessionFacts {
  const { userName: user, domainName: domain } = row
  return { row, user, domain, protocol: null, times: null, clientName: '', clientAddress: null }
}

/** What was asked for, or `otherwise` where the host withholds it or has none. */
export async function known<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof StatusError) || isCutOff(error)) throw error
    return otherwise
  }
}
