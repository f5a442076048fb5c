/** Events that go on when logind or the bus is restarted: what happened meanwhile is found by comparing lists. */
import type { CallOptions, SessionEvent, SessionHost } from '../../session/host.ts'
import { LinkedAbort } from '../../session/linked-abort.ts'
import type { Session } from '../../session/session.ts'
import { differences } from './differences.ts'
import { isLost, type Steady } from './steady.ts'

/** Events from the first `next()` on, until the loop is left or the signal aborts. */
export async function* steadyWatch(
  steady: Steady,
  { signal }: CallOptions,
): AsyncGenerator<SessionEvent, void, undefined> {
  let known: Map<string, Session | null> | null = null
  for (;;) {
    using subscription: Subscription = await steady.persist((host) => subscribe(host, signal), { signal })
    const missed: SessionEvent[] = known ? differences(known, subscription.sessions) : []
    known = new Map(subscription.sessions.map((session) => [session.id, session]))
    yield* missed
    const told = new Set(missed.map(nameOf))
    try {
      for (let next = await subscription.first; !next.done; next = await subscription.events.next()) {
        const event = next.value
        if (event.type === 'ended') known.delete(event.id)
        else known.set(event.id, null)
        // What happened between the subscription and the list is in both.
        if (!told.delete(nameOf(event))) yield event
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (!isLost(error)) throw error
    }
  }
}

/** One connection's events, and the sessions that there were once nothing could be missed any more. */
interface Subscription extends Disposable {
  readonly sessions: readonly Session[]
  readonly first: Promise<IteratorResult<SessionEvent>>
  readonly events: AsyncIterator<SessionEvent>
}

async function subscribe(host: SessionHost, signal: AbortSignal | undefined): Promise<Subscription> {
  const over = new LinkedAbort([signal])
  const options = { signal: over.signal }
  const events = host.watch(options)[Symbol.asyncIterator]()
  const first = events.next()
  first.catch(() => {}) // ignored: whoever waits for it is told
  const dispose = () => over.abort(new Error('The subscription is over'))
  try {
    // A host subscribes with its first calls; what is asked after an answer is answered after them.
    await host.list(options)
    return { sessions: await host.list(options), first, events, [Symbol.dispose]: dispose }
  } catch (error) {
    dispose()
    throw error
  }
}

function nameOf({ type, id }: SessionEvent): string {
  return `${type} ${id}`
}
