/** Events under the numbers of the wire. */
import type { CallOptions, SessionEvent } from '../../session/host.ts'
import type { Numbers } from './numbers.ts'
import type { Steady } from './steady.ts'
import { steadyWatch } from './steady-watch.ts'

/** Leaves out sessions that ended before they could get a number. */
export async function* numberedWatch(
  steady: Steady,
  numbers: Numbers,
  options: CallOptions,
): AsyncGenerator<SessionEvent, void, undefined> {
  for await (const { type, id } of steadyWatch(steady, options)) {
    if (numbers.ofId(id) === null) {
      const session = await steady.persist((host) => host.find(id, options), options)
      if (session) numbers.of(session)
    }
    const number = numbers.ofId(id)
    if (number !== null) yield { type, id: String(number) }
  }
}
