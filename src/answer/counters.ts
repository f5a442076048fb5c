/** The counters of the host: how many sessions are in which state now. [MS-TSTS] 2.2.2.17.1 */
import type { Session } from '../session/session.ts'
import { CounterId, type TS_COUNTER } from '../tsts/counter.ts'

/** The counters that were asked for; what has been counted since the start is not kept here, and says so. */
export function counted(wanted: readonly TS_COUNTER[], sessions: readonly Session[]): TS_COUNTER[] {
  const users = sessions.filter(isUsers)
  return wanted.map(({ counterHead: { dwCounterID } }) => {
    const counts = COUNTERS.get(dwCounterID)
    const dwValue = counts ? users.filter(counts).length : 0
    return { counterHead: { dwCounterID, bResult: counts !== undefined }, dwValue, startTime: 0n }
  })
}

/** Whether it is a session that people come and go by. */
export function isUsers({ kind }: Session): boolean {
  return kind !== 'services' && kind !== 'listener'
}

/** Whether somebody has logged on to it. */
export function isLoggedOn(session: Session): boolean {
  return isUsers(session) && session.user !== ''
}

const COUNTERS: ReadonlyMap<number, (session: Session) => boolean> = new Map([
  [CounterId.TERMSRV_CURRENT_ACTIVE_SESSIONS, ({ state }) => state === 'active'],
  [CounterId.TERMSRV_CURRENT_DISC_SESSIONS, ({ state }) => state === 'disconnected'],
  [CounterId.TERMSRV_PENDING_SESSIONS, ({ state }) => state === 'connected'],
  [CounterId.TERMSRV_CURRENT_TERMINATING_SESSIONS, ({ state }) => state === 'closing'],
  [CounterId.TERMSRV_CURRENT_LOGGEDON_SESSIONS, isLoggedOn],
])
