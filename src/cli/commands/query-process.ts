/** query process [* | pid | user | name | /id:n | program]: what runs. */
import type { Answer } from '../../farm/fan-out.ts'
import type { SessionHost } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import { selectSession } from '../../session/select.ts'
import type { Session } from '../../session/session.ts'
import { ownAccount } from '../account.ts'
import type { Call, Command } from '../command.ts'
import { processesDocument } from '../json.ts'
import { list } from '../listing.ts'
import { isNamed } from '../process-name.ts'
import { processesHeader, processRow } from '../processes-table.ts'

interface Found {
  readonly process: Process
  readonly session: Session | null
}

/** Shows the processes, each with its session. */
export const queryProcess: Command = async (call) => {
  const { parsed, texts } = call
  const [filter] = parsed.operands
  const id = parsed.switches.get('id')
  return await list<Found>(call, {
    ask: async (host, { transport }) => await find(call, host, filter ?? (transport === 'local' ? undefined : '*'), id),
    header: () => processesHeader(texts.table),
    row: ({ process, session }) => processRow(process, session),
    document: (answers) => processesDocument(answers.map(processesOnly)),
    nobody: (hosts) => texts.nobody.process(filter ?? (id === undefined ? ownAccount() : `/id:${id}`), hosts),
  })
}

async function find(call: Call, host: SessionHost, filter: string | undefined, id: string | undefined) {
  const { signal } = call.io
  const sessions = await host.list({ signal, brief: true })
  const session = id === undefined ? undefined : selectSession(host.name, sessions, id)
  const processes = await host.processes({ signal, session })
  const wanted =
    filter === undefined && session ? processes : select(processes, sessions, filter ?? currentUser(sessions))
  return wanted.map((process) => ({
    process,
    session: sessions.find((each) => each.id === process.sessionId) ?? null,
  }))
}

/** The processes that `filter` means: all, that number, else of that user, else of that session, else of that program. */
function select(processes: readonly Process[], sessions: readonly Session[], filter: string): readonly Process[] {
  if (filter === '*') return processes
  if (/^\d+$/.test(filter)) return processes.filter(({ pid }) => pid === Number(filter))
  const asked = filter.toLowerCase()
  const ofUser = processes.filter(({ user }) => user.toLowerCase() === asked)
  if (ofUser.length > 0) return ofUser
  const named = sessions.filter(({ name, id }) => name.toLowerCase() === asked || id.toLowerCase() === asked)
  if (named.length > 0) return processes.filter(({ sessionId }) => named.some(({ id }) => id === sessionId))
  return processes.filter(({ name }) => isNamed(name, filter))
}

/** The user who asks: of the current session, or the account that this command runs as. */
function currentUser(sessions: readonly Session[]): string {
  return sessions.find(({ current }) => current)?.user ?? ownAccount()
}

function processesOnly({ value, ...answer }: Answer<readonly Found[]>): Answer<readonly Process[]> {
  return answer.error
    ? { ...answer, value: null, error: answer.error }
    : { ...answer, value: (value ?? []).map(({ process }) => process), error: null }
}
