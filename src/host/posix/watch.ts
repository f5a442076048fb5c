/** Sessions that come and go, by comparing lists. */
import { setTimeout as delay } from 'node:timers/promises'
import type { CallOptions, SessionEvent } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'

const INTERVAL_MS = 1_000

/** Lists the sessions every second and yields what differs; an abort rejects with its reason. */
export async function* watchSessions(
  list: (options: CallOptions) => Promise<Session[]>,
  { signal }: CallOptions,
): AsyncGenerator<SessionEvent> {
  let before = await list({ signal })
  for (;;) {
    await delay(INTERVAL_MS, undefined, { signal }).catch((error) => {
      throw signal?.aborted ? signal.reason : error
    })
    const now = await list({ signal })
    yield* differences(before, now)
    before = now
  }
}

/** What happened between two listings. */
export function differences(before: readonly Session[], now: readonly Session[]): SessionEvent[] {
  const old = new Map(before.map((session) => [session.id, session]))
  const ids = new Set(now.map(({ id }) => id))
  const ended = before.filter(({ id }) => !ids.has(id)).map(({ id }) => ({ type: 'ended', id }) as const)
  const others = now.flatMap((session) => {
    const earlier = old.get(session.id)
    if (!earlier) return { type: 'created', id: session.id } as const
    const same = earlier.state === session.state && earlier.name === session.name
    return same ? [] : ({ type: 'changed', id: session.id } as const)
  })
  return [...ended, ...others]
}
