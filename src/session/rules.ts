/** What is never done to a session, whoever asks. Rules 4 and 5; what only a host can decide, it refuses itself. */
import { LogoffError } from '../errors.ts'
import type { Session } from './session.ts'

/**
 * Refuses to end what must not be ended.
 * @throws LogoffError PROTECTED_SESSION, CONSOLE_SESSION
 */
export function assertMayEnd(session: Session, action: 'logoff' | 'reset'): void {
  const { host, id } = session
  // ID 0 is the services' session of every Windows since Vista; resetting a listener would end all that came through it.
  if (session.kind === 'services' || session.kind === 'listener' || session.state === 'listening' || id === '0') {
    throw new LogoffError('PROTECTED_SESSION', { host, id })
  }
  if (action === 'logoff' && isConsole(session) && !session.current) {
    throw new LogoffError('CONSOLE_SESSION', { host, id })
  }
}

function isConsole(session: Session): boolean {
  return session.kind === 'console' && session.name.toLowerCase() === 'console'
}
