/** What happened between two lists. */
import type { SessionEvent } from '../../session/host.ts'
import { type Session, sameLogon } from '../../session/session.ts'

/** Sessions by ID; null for one of which it is only known that something happened to it. */
export type Known = ReadonlyMap<string, Session | null>

/** As events, in the order in which they could have come. */
export function differences(before: Known, after: readonly Session[]): SessionEvent[] {
  const now = new Map(after.map((session) => [session.id, session]))
  const ended = [...before].filter(([id, session]) => !isSame(session, now.get(id))).map(([id]) => id)
  const created = after.filter(({ id }) => !before.has(id) || ended.includes(id)).map(({ id }) => id)
  const kept = after.filter(({ id }) => before.has(id) && !ended.includes(id))
  const changed = kept.filter((session) => !isAlike(session, before.get(session.id))).map(({ id }) => id)
  return [
    ...ended.map((id) => ({ type: 'ended', id }) as const),
    ...created.map((id) => ({ type: 'created', id }) as const),
    ...changed.map((id) => ({ type: 'changed', id }) as const),
  ]
}

function isSame(before: Session | null, now: Session | undefined): boolean {
  return now !== undefined && (before === null || sameLogon(before, now))
}

function isAlike(now: Session, before: Session | null | undefined): boolean {
  return before?.state === now.state && before.name === now.name && before.client?.address === now.client?.address
}
