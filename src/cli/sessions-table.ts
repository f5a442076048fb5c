/** The table of "query session", with Windows' columns. */
import type { Session } from '../session/session.ts'
import { harmless } from './harmless.ts'
import { type Column, row, shortName, shortUser } from './table.ts'
import type { TableTexts } from './text/catalogue.ts'
import { padEnd } from './width.ts'

const COLUMNS: readonly Column[] = [
  { start: 1 },
  { start: 19 },
  { end: 45 },
  { start: 48 },
  { start: 56 },
  { start: 68 },
]

/** Windows fills its rows up, and scripts cut columns out of the full length. */
const LENGTH = 76

/** The line over the table. */
export function sessionsHeader(texts: TableTexts): string {
  return `${row(' ', [texts.session, texts.user, texts.id, texts.state, texts.type, texts.device], COLUMNS)} `
}

/** The line of one session; type and device are empty, as on Windows today. */
export function sessionRow(session: Session, texts: TableTexts): string {
  const cells = [
    shortName(harmless(session.name)),
    shortUser(harmless(session.user)),
    harmless(session.id),
    stateOf(session, texts),
  ]
  return padEnd(row(session.current ? '>' : ' ', cells, COLUMNS), LENGTH)
}

/** The word for a session's state; the host's own where we have none. */
export function stateOf({ state, nativeState }: Session, texts: TableTexts): string {
  return state === 'other' ? harmless(nativeState) : texts.states[state]
}
