/** Which sessions a caller sees, and what he may do with one. [MS-TSTS] 3.1.1 */
import type { ServerCall } from '../rpc/service.ts'
import { type Session, sameLogon } from '../session/session.ts'
import type { WinStationRight } from '../tsts/rights.ts'
import { type Answering, type Caller, callerOf } from './answering.ts'
import { numberOf } from './image.ts'
import { Refused } from './refusal.ts'

/** The sessions on which the caller has the right QUERY, listeners included. Those without a number cannot be told of. */
export async function visible(answering: Answering, call: ServerCall): Promise<Session[]> {
  const caller = callerOf(answering, call)
  const sessions = await answering.host.list({ signal: call.signal })
  const numbered = sessions.filter((session) => numberOf(session) !== null)
  const allowed = await Promise.all(
    numbered.map((session) => answering.authorize(caller, { right: 'WINSTATION_QUERY', session })),
  )
  return numbered.filter((_, i) => allowed[i])
}

/** The session of that number. @throws Refused SESSION_NOT_FOUND, ACCESS_DENIED */
export async function granted(
  answering: Answering,
  call: ServerCall,
  { id, right }: { readonly id: number; readonly right: WinStationRight },
): Promise<Session> {
  const caller = callerOf(answering, call)
  const session = await existing(answering, call, id)
  await assertGranted(answering, caller, { right, session })
  return session
}

/** The session of that number, whatever the caller may do with it. @throws Refused SESSION_NOT_FOUND */
export async function existing({ host }: Answering, { signal }: ServerCall, id: number): Promise<Session> {
  const found = (await host.list({ signal })).find((session) => numberOf(session) === id)
  if (!found) throw new Refused('SESSION_NOT_FOUND')
  return found
}

/** The same session as it is now. @throws Refused SESSION_NOT_FOUND, ACCESS_DENIED */
export async function stillGranted(
  answering: Answering,
  call: ServerCall,
  { session, right }: { readonly session: Session; readonly right: WinStationRight },
): Promise<Session> {
  const now = await granted(answering, call, { id: Number(session.id), right })
  if (!sameLogon(now, session)) throw new Refused('SESSION_NOT_FOUND')
  return now
}

async function assertGranted(
  { authorize }: Answering,
  caller: Caller,
  wish: { readonly right: WinStationRight; readonly session: Session },
): Promise<void> {
  if (!(await authorize(caller, wish))) throw new Refused('ACCESS_DENIED')
}
