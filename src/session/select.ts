/** Which sessions a word on the command line means. */
import { LogoffError } from '../errors.ts'
import type { Session } from './session.ts'

/**
 * The one session that `text` selects for an action: by ID where it is all digits or a listed ID, else the active
 * session of that name.
 * @throws LogoffError SESSION_NOT_FOUND, SESSION_NOT_ACTIVE, SESSION_AMBIGUOUS, PROTECTED_SESSION
 */
export function selectSession(host: string, sessions: readonly Session[], text: string): Session {
  const byId = sessions.find((session) => isId(session, text))
  if (byId) return byId
  const named = isNumber(text) ? [] : sessions.filter((session) => isNamed(session, text))
  const active = named.filter((session) => session.state === 'active')
  if (active.length > 1) throw new LogoffError('SESSION_AMBIGUOUS', { host, text, ids: idsOf(active) })
  if (active[0]) return active[0]
  const systems = named.find(({ kind }) => kind === 'services' || kind === 'listener')
  if (systems) throw new LogoffError('PROTECTED_SESSION', { host, id: systems.id })
  if (named.length > 0) throw new LogoffError('SESSION_NOT_ACTIVE', { host, text, ids: idsOf(named) })
  const ids = idsOf(sessions.filter((session) => isOfUser(session, text)))
  throw new LogoffError('SESSION_NOT_FOUND', { host, text, ids })
}

/**
 * All sessions that `text` selects where a user is a target too, as for messages and queries: by ID, else by name or
 * user, in any state.
 */
export function matchSessions(sessions: readonly Session[], text: string): Session[] {
  const byId = sessions.filter((session) => isId(session, text))
  if (byId.length > 0) return byId
  return sessions.filter((session) => isNamed(session, text) || isOfUser(session, text))
}

/**
 * The session that the command runs in.
 * @throws LogoffError NO_SESSIONS, NO_CURRENT_SESSION
 */
export function currentSession(host: string, sessions: readonly Session[]): Session {
  const current = sessions.find((session) => session.current)
  if (current) return current
  throw new LogoffError(sessions.length === 0 ? 'NO_SESSIONS' : 'NO_CURRENT_SESSION', { host })
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}

function isId(session: Session, text: string): boolean {
  return session.id === (isNumber(text) ? text.replace(/^0+(?=\d)/, '') : text)
}

function isNamed(session: Session, text: string): boolean {
  return session.name !== '' && session.name.toLowerCase() === text.toLowerCase()
}

function isOfUser(session: Session, text: string): boolean {
  if (session.user === '') return false
  const full = session.domain === '' ? session.user : `${session.domain}\\${session.user}`
  return [session.user, full].some((name) => name.toLowerCase() === text.toLowerCase())
}

function idsOf(sessions: readonly Session[]): string[] {
  return sessions.map((session) => session.id)
}
