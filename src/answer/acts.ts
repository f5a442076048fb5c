/** What callers do to sessions, by whichever interface: each with the rights that the specification names. [MS-TSTS] 3.3.4.1, 3.7.4.1 */
import type { ServerCall } from '../rpc/service.ts'
import type { Result } from '../session/result.ts'
import type { Session } from '../session/session.ts'
import { RESPONSES } from '../tsts/message-box.ts'
import type { Answering } from './answering.ts'
import { doing } from './deed.ts'
import { startEnding } from './endings.ts'
import { assertPermitted, permitted } from './grants.ts'
import { type Box, messageOf } from './message-box.ts'

/** Begins to log the session off. @throws Refused ACCESS_DENIED, LogoffError what is never ended */
export async function logOff(answering: Answering, call: ServerCall, session: Session): Promise<void> {
  const intent = await permitted(answering, call, { action: 'logoff', session, right: 'WINSTATION_LOGOFF' })
  startEnding(answering, intent, 'logoff')
}

/** Begins to reset the session; what it resolves with is the end. @throws Refused ACCESS_DENIED, LogoffError what is never ended */
export async function reset(answering: Answering, call: ServerCall, session: Session): Promise<() => Promise<Result>> {
  const intent = await permitted(answering, call, { action: 'reset', session, right: 'WINSTATION_RESET' })
  const ending = startEnding(answering, intent, 'reset')
  return () => ending
}

/** Leaves the session without its client. @throws Refused ACCESS_DENIED */
export async function disconnect(answering: Answering, call: ServerCall, session: Session): Promise<void> {
  const { signal } = call
  const intent = await permitted(answering, call, { action: 'disconnect', session, right: 'WINSTATION_DISCONNECT' })
  await doing(answering, intent, () => answering.host.disconnect(session, { signal }))
}

/** Brings the session to the client of another one, `target`. @throws Refused ACCESS_DENIED */
export async function connect(
  answering: Answering,
  call: ServerCall,
  { session, target, password }: { readonly session: Session; readonly target: Session; readonly password: string },
): Promise<void> {
  const intent = await permitted(answering, call, { action: 'connect', session, right: 'WINSTATION_CONNECT' })
  await assertPermitted(answering, intent, target, 'WINSTATION_DISCONNECT')
  const options = password === '' ? {} : { password: async () => password }
  await doing(answering, intent, () =>
    answering.host.connect(session, target.name, { ...options, signal: call.signal }),
  )
}

/** Shows a message box; what the user did with it. @throws Refused ACCESS_DENIED */
export async function message(answering: Answering, call: ServerCall, session: Session, box: Box): Promise<number> {
  const { signal } = call
  const intent = await permitted(answering, call, { action: 'message', session, right: 'WINSTATION_MSG' })
  const work = () => answering.host.message(session, messageOf(box), { signal })
  const answer = await doing(answering, intent, work, (came) => came)
  return RESPONSES[answer]
}
