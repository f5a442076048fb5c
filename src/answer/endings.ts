/** Log-offs and resets that go on after their call was answered, as on Windows. */
import type { EndOptions } from '../session/host.ts'
import type { Result } from '../session/result.ts'
import { assertMayEnd } from '../session/rules.ts'
import type { Session } from '../session/session.ts'
import type { Answering } from './answering.ts'

/** Begins to end the session. The caller sees by the list what comes of it. @throws LogoffError what is never ended */
export function startEnding(
  { host, graceMs, signal }: Answering,
  session: Session,
  action: 'logoff' | 'reset',
): Promise<Result> {
  assertMayEnd(session, action)
  const options: EndOptions = action === 'logoff' ? { signal, graceMs } : { signal }
  const ending = host[action](session, options)
  // ignored: the list of sessions shows whether it came about
  ending.catch(() => {})
  return ending
}
