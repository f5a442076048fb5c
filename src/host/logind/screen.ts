/** Where the user of a session would see a message. */
import { LogoffError } from '../../errors.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import { groupOf } from './begin.ts'
import type { Connection } from './connection.ts'
import { sessionPath } from './login1.ts'
import type { Screen } from './machine.ts'
import { readSession } from './sessions.ts'
import { isGraphical } from './translate.ts'

/** @throws LogoffError SESSION_NOT_FOUND */
export async function screenOf(connection: Connection, session: Session, options: CallOptions): Promise<Screen> {
  const properties = await readSession(connection, sessionPath(session.id), options)
  if (!properties) throw new LogoffError('SESSION_NOT_FOUND', { host: connection.name, text: session.id, ids: [] })
  return {
    host: connection.name,
    id: session.id,
    uid: Number(properties.items('User')[0]),
    graphical: isGraphical(properties),
    terminal: properties.text('TTY'),
    display: properties.text('Display'),
    group: await groupOf(connection, properties, options),
  }
}
