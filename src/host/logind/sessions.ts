/** Lists and finds sessions. */
import type { CallOptions, ListOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import type { Connection } from './connection.ts'
import { sessionPath } from './login1.ts'
import { isNotFound, sessionOf } from './translate.ts'
import type { Properties } from './values.ts'
import { xrdpFacts } from './xrdp.ts'

/** All sessions of users, by ID. */
export async function listSessions(connection: Connection, options: ListOptions): Promise<Session[]> {
  const { login1, memory } = connection
  const lines = await login1.ListSessions(options)
  const read = (path: string) => readSession(connection, path, options)
  const found = memory
    ? await memory.recall(lines, read)
    : await Promise.all(lines.map((line) => read(line.object_path)))
  return (await translated(connection, found, options)).sort(byId)
}

/** The session with that ID as it is now. */
export async function findSession(connection: Connection, id: string, options: ListOptions): Promise<Session | null> {
  const found = await readSession(connection, sessionPath(id), options)
  return (await translated(connection, [found], options))[0] ?? null
}

/** The same, remembered where logind would answer the same again. */
export async function recallSession(connection: Connection, id: string, options: ListOptions): Promise<Session | null> {
  const found = await recallProperties(connection, id, options)
  return (await translated(connection, [found], options))[0] ?? null
}

/** What logind knows of a session, remembered where it would answer the same again; null where it is gone. */
export async function recallProperties(
  connection: Connection,
  id: string,
  options: CallOptions,
): Promise<Properties | null> {
  const read = (path: string) => readSession(connection, path, options)
  return connection.memory ? await connection.memory.recallOne(id, read) : await read(sessionPath(id))
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

async function translated(
  connection: Connection,
  found: readonly (Properties | null)[],
  options: ListOptions,
): Promise<Session[]> {
  const { name, currentId, userSessions } = connection
  const present = found.filter((properties) => properties !== null)
  const xrdp = await xrdpFacts(connection, present, options)
  const sessions = present.flatMap((properties) => sessionOf(properties, { host: name, currentId, xrdp }) ?? [])
  for (const { id } of sessions) userSessions.add(id)
  return sessions
}

/** Numbers rise; after them those that logind made up itself, as "c7". */
function byId(a: Session, b: Session): number {
  const [numberA, numberB] = [Number(a.id.replace(/^\D+/, '')), Number(b.id.replace(/^\D+/, ''))]
  const kind = Number(/^\D/.test(a.id)) - Number(/^\D/.test(b.id))
  return kind || numberA - numberB || a.id.localeCompare(b.id)
}
