/** query session [name | user | id]: the sessions of hosts. */
import { type Feature, LogoffError } from '../../errors.ts'
import { matchSessions } from '../../session/select.ts'
import type { Command } from '../command.ts'
import type { SwitchName } from '../grammar.ts'
import { sessionsDocument } from '../json.ts'
import { list } from '../listing.ts'
import { sessionRow, sessionsHeader } from '../sessions-table.ts'

/** Switches of Windows for what no host of ours has. */
const UNSUPPORTED: readonly (readonly [SwitchName, Feature])[] = [
  ['mode', 'modes'],
  ['flow', 'modes'],
  ['connect', 'modes'],
  ['counter', 'counters'],
]

/** Shows the sessions, those of nobody too. */
export const querySession: Command = async (call) => {
  const { parsed, texts, io } = call
  const [filter] = parsed.operands
  const missing = UNSUPPORTED.find(([name]) => parsed.switches.has(name))
  return await list(call, {
    async ask(host) {
      if (missing) throw new LogoffError('NOT_SUPPORTED', { host: host.name, feature: missing[1] })
      const sessions = await host.list({ signal: io.signal })
      return filter === undefined ? sessions : matchSessions(sessions, filter)
    },
    header: () => sessionsHeader(texts.table),
    row: (session) => sessionRow(session, texts.table),
    document: sessionsDocument,
    nobody: (hosts) => texts.nobody.session(filter ?? '*', hosts),
  })
}
