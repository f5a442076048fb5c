/** The table of "query process", with Windows' columns. */
import type { Process } from '../session/process.ts'
import type { Session } from '../session/session.ts'
import { harmless } from './harmless.ts'
import { type Column, row, shortName, shortUser } from './table.ts'
import type { TableTexts } from './text/catalogue.ts'

const COLUMNS: readonly Column[] = [{ start: 1 }, { start: 23 }, { end: 44 }, { end: 51 }, { start: 54 }]

/** The line over the table. */
export function processesHeader(texts: TableTexts): string {
  return row(' ', [texts.user, texts.session, texts.id, texts.pid, texts.image], COLUMNS)
}

/** The line of one process and of the session it belongs to, where it belongs to one. */
export function processRow(process: Process, session: Session | null): string {
  const cells = [
    shortUser(harmless(process.user)),
    shortName(harmless(session?.name ?? '')),
    harmless(process.sessionId ?? ''),
    String(process.pid),
    harmless(process.name),
  ]
  return row(session?.current ? '>' : ' ', cells, COLUMNS)
}
