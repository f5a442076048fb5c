/** Which sessions a caller sees, and what he may do with one. [MS-TSTS] 3.1.1 */
import type { ServerCall } from '../rpc/service.ts'
import type { ListOptions } from '../session/host.ts'
import type { Process } from '../session/process.ts'
import { type Session, sameLogon } from '../session/session.ts'
import type { WinStationRight } from '../tsts/rights.ts'
import { type Answering, type Caller, callerOf } from './answering.ts'
import type { DeedAction, Intent } from './deed.ts'
import { numberOf } from './image.ts'
import { Refused } from './refusal.ts'

/** The sessions on which the caller has the right QUERY, listeners included. Those without a number cannot be told of. */
export async function visible(answering: Answering, call: ServerCall, options: ListOptions = {}): Promise<Session[]> {
  const caller = callerOf(answering, call)
  const sessions = await answering.host.list({ ...options, signal: call.signal })
  const numbered = sessions.filter((session) => numberOf(session) !== null)
  const allowed = await Promise.all(
    numbered.map((session) => answering.authorize(caller, { right: 'WINSTATION_QUERY', session })),
  )
  return numbered.filter((_, i) => allowed[i])
}

/** The session of that number, for a look at it. @throws Refused SESSION_NOT_FOUND, ACCESS_DENIED */
export async function queried(answering: Answering, call: ServerCall, id: number): Promise<Session> {
  const caller = callerOf(answering, call)
  const session = await existing(answering, call, id)
  await assertQueried(answering, caller, session)
  return session
}

/** The session of that number, whatever the caller may do with it. @throws Refused SESSION_NOT_FOUND */
export async function existing({ host }: Answering, { signal }: ServerCall, id: number): Promise<Session> {
  const found = await host.find(String(id), { signal })
  if (!found || numberOf(found) !== id) throw new Refused('SESSION_NOT_FOUND')
  return found
}

/** The same session as it is now. @throws Refused SESSION_NOT_FOUND */
export async function current(answering: Answering, call: ServerCall, session: Session): Promise<Session> {
  const now = await existing(answering, call, Number(session.id))
  if (!sameLogon(now, session)) throw new Refused('SESSION_NOT_FOUND')
  return now
}

/** The same session as it is now, for a look at it. @throws Refused SESSION_NOT_FOUND, ACCESS_DENIED */
export async function currentQueried(answering: Answering, call: ServerCall, session: Session): Promise<Session> {
  const caller = callerOf(answering, call)
  const now = await current(answering, call, session)
  await assertQueried(answering, caller, now)
  return now
}

/** What the caller is about to do to a session, for which he has the right. @throws Refused ACCESS_DENIED */
export async function permitted(
  answering: Answering,
  call: ServerCall,
  { action, session, right }: { action: DeedAction; session: Session; right: WinStationRight },
): Promise<Intent> {
  const intent: Intent = { caller: callerOf(answering, call), action, session, process: null }
  await assertPermitted(answering, intent, session, right)
  return intent
}

/** That he has this right on this session, which what he is about to do needs too. @throws Refused ACCESS_DENIED */
export async function assertPermitted(
  answering: Answering,
  intent: Intent,
  session: Session,
  right: WinStationRight,
): Promise<void> {
  if (await answering.authorize(intent.caller, { right, session })) return
  answering.onDeed?.({ ...intent, outcome: 'denied', right })
  throw new Refused('ACCESS_DENIED')
}

/** What the caller is about to do to a process. @throws Refused ACCESS_DENIED */
export async function permittedProcess(answering: Answering, call: ServerCall, process: Process): Promise<Intent> {
  const intent: Intent = { caller: callerOf(answering, call), action: 'endProcess', session: null, process }
  const right = 'PROCESS_TERMINATE'
  if (await answering.authorize(intent.caller, { right, process })) return intent
  answering.onDeed?.({ ...intent, outcome: 'denied', right })
  throw new Refused('ACCESS_DENIED')
}

/** Whether the caller may look at the session. */
export function mayQuery({ authorize }: Answering, caller: Caller, session: Session): boolean | Promise<boolean> {
  return authorize(caller, { right: 'WINSTATION_QUERY', session })
}

/** Whether the session is the caller's own. */
export function isOwn({ owns }: Answering, caller: Caller, session: Session): boolean | Promise<boolean> {
  return owns ? owns(caller, session) : session.user.toLowerCase() === caller.user.toLowerCase()
}

async function assertQueried(answering: Answering, caller: Caller, session: Session): Promise<void> {
  if (!(await mayQuery(answering, caller, session))) throw new Refused('ACCESS_DENIED')
}
