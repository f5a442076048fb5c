/** Waits until a session is in a state. [MS-TSTS] 3.3.4.2.1 */
import type { ServerCall } from '../rpc/service.ts'
import { LinkedAbort } from '../session/linked-abort.ts'
import { WINSTATIONSTATECLASS } from '../tsts/session-state.ts'
import type { Answering } from './answering.ts'
import { queried } from './grants.ts'
import { stateOf } from './image.ts'
import { Refused } from './refusal.ts'

/** Nobody waits for these. */
const NEVER: ReadonlySet<number> = new Set([WINSTATIONSTATECLASS.State_Idle, WINSTATIONSTATECLASS.State_Listen])

/** Timers count no longer than this. */
const MOST_MS = 2 ** 31 - 1

/** Resolves once it is. @throws Refused SESSION_NOT_FOUND, ACCESS_DENIED, TIMED_OUT, INVALID_PARAMETER */
export async function waitForState(
  answering: Answering,
  call: ServerCall,
  { id, state, timeoutMs }: { readonly id: number; readonly state: number; readonly timeoutMs: number },
): Promise<void> {
  if (NEVER.has(state) || stateIsUnknown(state)) throw new Refused('INVALID_PARAMETER')
  const deadline = AbortSignal.timeout(Math.min(timeoutMs, MOST_MS))
  const over = new LinkedAbort([call.signal, answering.signal, deadline])
  const { signal } = over
  try {
    const events = answering.host.watch({ signal })[Symbol.asyncIterator]()
    for (;;) {
      // Asked for before the look, so that nothing falls between the two.
      const next = events.next()
      // ignored: where the session is found as it is wanted, nobody needs to know what comes next
      next.catch(() => {})
      const session = await queried(answering, { ...call, signal }, id)
      if (session.kind === 'listener') throw new Refused('SESSION_NOT_FOUND')
      if (stateOf(session) === state) return
      if ((await next).done) throw new Refused('NOT_SUPPORTED')
    }
  } catch (error) {
    call.signal.throwIfAborted()
    throw deadline.aborted ? new Refused('TIMED_OUT') : error
  } finally {
    over.abort(new Error('Nobody waits any more'))
  }
}

function stateIsUnknown(state: number): boolean {
  return state < WINSTATIONSTATECLASS.State_Active || state > WINSTATIONSTATECLASS.State_Init
}
