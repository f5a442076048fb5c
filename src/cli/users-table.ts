/** The table of "query user", with Windows' columns. */
import type { Session } from '../session/session.ts'
import { harmless } from './harmless.ts'
import type { Io } from './io.ts'
import { localTime } from './local-time.ts'
import { stateOf } from './sessions-table.ts'
import { type Column, row, shortName, shortUser } from './table.ts'
import type { TableTexts } from './text/catalogue.ts'

const COLUMNS: readonly Column[] = [{ start: 1 }, { start: 23 }, { end: 43 }, { start: 46 }, { end: 62 }, { start: 65 }]

const MINUTE_MS = 60_000
const HOUR = 60
const DAY = 24 * HOUR

/** The line over the table. */
export function usersHeader(texts: TableTexts): string {
  return row(' ', [texts.user, texts.session, texts.id, texts.state, texts.idle, texts.logon], COLUMNS)
}

/** The line of one user's session at the time `now`. */
export function userRow(session: Session, texts: TableTexts, env: Io['env'], now: number): string {
  const cells = [
    shortUser(harmless(session.user)),
    shortName(harmless(session.name)),
    harmless(session.id),
    stateOf(session, texts),
    session.idleSince ? idleTime(now - session.idleSince.getTime()) : texts.notIdle,
    session.logonTime ? localTime(session.logonTime, env) : '',
  ]
  return row(session.current ? '>' : ' ', cells, COLUMNS)
}

/** Idle time as Windows shows it: "." under a minute, then "5", "1:39", "3+04:05". */
export function idleTime(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS)
  if (minutes < 1) return '.'
  if (minutes < HOUR) return String(minutes)
  const days = Math.floor(minutes / DAY)
  const hours = Math.floor((minutes % DAY) / HOUR)
  const clock = `:${String(minutes % HOUR).padStart(2, '0')}`
  return days > 0 ? `${days}+${String(hours).padStart(2, '0')}${clock}` : `${hours}${clock}`
}
