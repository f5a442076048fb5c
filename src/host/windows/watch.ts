/** What happens to the sessions of a server: Windows says that something happened, two listings say what. */
import { abortable, within } from '../../session/deadline.ts'
import type { CallOptions, SessionEvent, SessionHost } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import type { Calls } from './thread.ts'

/** A wait that began too late to be ended by a flush is flushed again after so long. */
const FLUSH_AGAIN_MS = 100

/** Events from the moment of the first `next()`; `translate` turns failures into the product's words. */
export async function* watch(
  host: SessionHost,
  calls: Calls,
  translate: (error: unknown) => unknown,
  { signal }: CallOptions,
): AsyncGenerator<SessionEvent> {
  const waiting = await calls.beside({ signal })
  // The thread is up when it has answered, so that its wait begins before the listing ends.
  await waiting.call('openServer', [])
  let waited = waiting.call('waitForEvent', [])
  try {
    let before = await host.list({ signal })
    while (await abortable(waited, signal)) {
      // What happens from here on ends the next wait.
      waited = waiting.call('waitForEvent', [])
      const now = await host.list({ signal })
      yield* changes(before, now)
      before = now
    }
  } catch (error) {
    throw translate(error)
  } finally {
    // ignored: a wait that failed has ended too
    const ended = waited.then(
      () => {},
      () => {},
    )
    do await calls.call('flushEvents', [])
    while (!(await within(FLUSH_AGAIN_MS, undefined, () => ended)))
    await waiting[Symbol.asyncDispose]()
  }
}

function* changes(before: readonly Session[], now: readonly Session[]): Generator<SessionEvent> {
  const earlier = new Map(before.map((session) => [session.id, session]))
  for (const session of now) {
    const known = earlier.get(session.id)
    earlier.delete(session.id)
    if (!known) yield { type: 'created', id: session.id }
    else if (differs(known, session)) yield { type: 'changed', id: session.id }
  }
  for (const id of earlier.keys()) yield { type: 'ended', id }
}

function differs(a: Session, b: Session): boolean {
  return (['name', 'user', 'domain', 'nativeState'] as const).some((key) => a[key] !== b[key])
}
