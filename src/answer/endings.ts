/** Log-offs and resets that go on after their call was answered, as on Windows. */
import type { EndOptions } from '../session/host.ts'
import type { Result } from '../session/result.ts'
import { assertMayEnd } from '../session/rules.ts'
import type { Answering } from './answering.ts'
import { doing, type Intent } from './deed.ts'

/** Begins to end the session. The caller sees by the list what comes of it. @throws LogoffError what is never ended */
export function startEnding(answering: Answering, intent: Intent, action: 'logoff' | 'reset'): Promise<Result> {
  const { host, graceMs, signal } = answering
  const { session } = intent
  if (!session) throw new TypeError('Only sessions are ended')
  const options: EndOptions = action === 'logoff' ? { signal, graceMs } : { signal }
  try {
    assertMayEnd(session, action)
  } catch (error) {
    answering.onDeed?.({ ...intent, outcome: 'failed', result: null, error })
    throw error
  }
  const work = () => host[action](session, options)
  const ending = doing(answering, intent, work, (result) => result)
  // ignored: the list of sessions shows whether it came about
  ending.catch(() => {})
  return ending
}
