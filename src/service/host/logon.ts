/** What tells one logon from another, as the state files keep it. */
import * as v from 'valibot'
import type { Session } from '../../session/session.ts'

/** In a file. */
export const LogonShape = v.strictObject({
  /** The machine's own ID of the session. */
  id: v.string(),
  user: v.string(),
  /** Milliseconds since 1970. */
  logonTime: v.nullable(v.number()),
})

/** A logon: an ID alone can come to mean another one. */
export type Logon = v.InferOutput<typeof LogonShape>

/** The logon of a session under its own ID. */
export function logonOf({ id, user, logonTime }: Session): Logon {
  return { id, user, logonTime: logonTime?.getTime() ?? null }
}

/** Whether a session is that logon. */
export function isLogon(session: Session, { id, user, logonTime }: Logon): boolean {
  const own = logonOf(session)
  return own.id === id && own.user === user && own.logonTime === logonTime
}
