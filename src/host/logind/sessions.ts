/** Lists and finds sessions. */
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import type { Connection } from './connection.ts'
import { sessionPath } from './login1.ts'
import { isNotFound, sessionOf } from './translate.ts'
import type { Properties } from './values.ts'

/** All sessions of users, by ID. */
export async function listSessions(connection: Connection, options: CallOptions): Promise<Session[]> {
  const { login1, memory } = connection
  const lines = await login1.ListSessions(options)
  const read = (path: string) => readSession(connection, path, options)
  const found = memory
    ? await memory.recall(lines, read)
    : await Promise.all(lines.map((line) => read(line.object_path)))
  return found.flatMap((properties) => translated(connection, properties) ?? []).sort(byId)
}

/** The session with that ID as it is now. */
export async function findSession(connection: Connection, id: string, options: CallOptions): Promise<Session | null> {
  return translated(connection, await readSession(connection, sessionPath(id), options))
}

/** What logind knows of a session; null where it is gone. */
export async function readSession(
  { login1 }: Connection,
  path: string,
  options: CallOptions,
): Promise<Properties | null> {
  try {
    return await login1.session(path, options)
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

function translated({ name, currentId, userSessions }: Connection, properties: Properties | null): Session | null {
  const session = properties && sessionOf(properties, { host: name, currentId })
  if (session) userSessions.add(session.id)
  return session
}

/** Numbers rise; after them those that logind made up itself, as "c7". */
function byId(a: Session, b: Session): number {
  const [numberA, numberB] = [Number(a.id.replace(/^\D+/, '')), Number(b.id.replace(/^\D+/, ''))]
  const kind = Number(/^\D/.test(a.id)) - Number(/^\D/.test(b.id))
  return kind || numberA - numberB || a.id.localeCompare(b.id)
}
