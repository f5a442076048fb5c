/** tskill {pid | name} [/id:n | /a]: ends processes. */
import { LogoffError } from '../../errors.ts'
import type { Target } from '../../host/target.ts'
import type { SessionHost } from '../../session/host.ts'
import type { Process } from '../../session/process.ts'
import { currentSession, selectSession } from '../../session/select.ts'
import type { Session } from '../../session/session.ts'
import { act, resultFrom } from '../act.ts'
import type { Call, Command } from '../command.ts'
import { targetsFor } from '../hosts.ts'
import { isNamed } from '../process-name.ts'
import { UsageError } from '../usage.ts'

/** Ends the processes that are meant on each host, at once. */
export const tskill: Command = async (call) => {
  const { parsed, io } = call
  const { signal } = io
  const [text = ''] = parsed.operands
  const targets = await targetsFor(call)
  const remote = targets.find(({ transport }) => transport !== 'local')
  if (remote && needsCurrent(call)) throw new UsageError('processScopeMissing', { host: remote.name })
  return await act(call, targets, async (host, target) => {
    const sessions = await host.list({ signal })
    const processes = await host.processes({ signal, session: scopeOf(call, host, sessions) })
    const wanted = processes.filter((process) => isMeant(process, text, target))
    if (wanted.length === 0) throw new LogoffError('PROCESS_NOT_FOUND', { host: host.name, text })
    return await Promise.all(wanted.map((process) => end(call, host, process, sessions)))
  })
}

/** Whether the process is looked for in the current session: by name, as Windows does, unless told otherwise. */
function needsCurrent({ parsed }: Call): boolean {
  return !isNumber(parsed.operands[0] ?? '') && !parsed.switches.has('id') && !parsed.switches.has('a')
}

function scopeOf(call: Call, host: SessionHost, sessions: readonly Session[]): Session | undefined {
  const id = call.parsed.switches.get('id')
  if (id !== undefined) return selectSession(host.name, sessions, id)
  return needsCurrent(call) ? currentSession(host.name, sessions) : undefined
}

/** By name, this command itself is never meant. */
function isMeant({ pid, name }: Process, text: string, target: Target): boolean {
  if (isNumber(text)) return pid === Number(text)
  return isNamed(name, text) && !(target.transport === 'local' && pid === process.pid)
}

async function end(call: Call, host: SessionHost, ended: Process, sessions: readonly Session[]) {
  const session = sessions.find(({ id }) => id === ended.sessionId) ?? null
  const result = await resultFrom(host, session, async () => {
    await host.endProcess(ended, { signal: call.io.signal })
    return 'processEnded'
  })
  return result.error ? { ...result, remaining: [ended] } : { ...result, killed: [ended] }
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}
