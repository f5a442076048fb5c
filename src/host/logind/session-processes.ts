/** The processes of the host, each with the session that it belongs to. */
import type { ProcessOptions } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import type { Session } from '../../session/session.ts'
import { groupOf } from './begin.ts'
import { assertVisible, type Connection } from './connection.ts'
import { sessionPath } from './login1.ts'
import type { PlacedProcess } from './machine.ts'
import { sessionOfPlace } from './placement.ts'
import { readSession } from './sessions.ts'

/** Those of one session, or all. */
export async function placedIn(
  connection: Connection,
  session: Session | undefined,
  options: ProcessOptions,
): Promise<Process[]> {
  const { machine, login1 } = connection
  if (session) {
    const properties = await readSession(connection, sessionPath(session.id), options)
    if (!properties) return []
    const members = await machine.members(await groupOf(connection, properties, options), options)
    return members.map((each) => processOf(each, session.id))
  }
  assertVisible(connection)
  const [lines, processes] = await Promise.all([login1.ListSessions(options), machine.processes(options)])
  const ids = new Set(lines.map(({ session_id }) => session_id))
  return processes.map((each) => processOf(each, sessionOfPlace(each.cgroup, ids)))
}

function processOf({ cgroup, ...process }: PlacedProcess, sessionId: string | null): Process {
  return { ...process, sessionId }
}
