/** Who a message is for. */
import { readFile } from 'node:fs/promises'
import { matchSessions } from '../session/select.ts'
import type { Session } from '../session/session.ts'
import { UsageError } from './usage.ts'

/**
 * The recipients that a word of the command line means: itself, or the lines of "@file".
 * @throws UsageError recipientsUnreadable
 */
export async function recipientsOf(word: string): Promise<string[]> {
  if (!word.startsWith('@')) return [word]
  const file = word.slice(1)
  let lines: string[]
  try {
    lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim())
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError('recipientsUnreadable', { file, reason })
  }
  const recipients = lines.filter((line) => line !== '')
  if (recipients.length === 0) throw new UsageError('recipientsMissing', { file })
  return recipients
}

/** The sessions of `recipients`, each once, and the recipients who have none; "*" means every user's session. */
export function sessionsOf(
  sessions: readonly Session[],
  recipients: readonly string[],
): { meant: Session[]; unknown: string[] } {
  const meant = new Set<Session>()
  const unknown: string[] = []
  for (const recipient of recipients) {
    const found = recipient === '*' ? sessions.filter(isPerson) : matchSessions(sessions, recipient)
    if (found.length === 0) unknown.push(recipient)
    for (const session of found) meant.add(session)
  }
  return { meant: [...meant], unknown }
}

/** Whether somebody may be sitting at a session. */
function isPerson({ user, kind, state }: Session): boolean {
  return user !== '' && kind !== 'services' && kind !== 'listener' && state !== 'closing'
}
