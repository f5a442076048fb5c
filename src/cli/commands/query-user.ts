/** query user [user | name | id]: who is logged on. */
import { matchSessions } from '../../session/select.ts'
import type { Command } from '../command.ts'
import { sessionsDocument } from '../json.ts'
import { list } from '../listing.ts'
import { userRow, usersHeader } from '../users-table.ts'

/** Shows the sessions of users. */
export const queryUser: Command = async (call) => {
  const { parsed, texts, io } = call
  const [filter] = parsed.operands
  const now = Date.now()
  return await list(call, {
    async ask(host) {
      const users = (await host.list({ signal: io.signal })).filter((session) => session.user !== '')
      return filter === undefined ? users : matchSessions(users, filter)
    },
    header: () => usersHeader(texts.table),
    row: (session) => userRow(session, texts.table, io.env, now),
    document: sessionsDocument,
    nobody: (hosts) => texts.nobody.user(filter ?? '*', hosts),
  })
}
