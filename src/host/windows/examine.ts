/** What an administrator wants to know about a Windows host. */
import { release } from 'node:os'
import { LogoffError } from '../../errors.ts'
import type { CallOptions, Finding, SessionHost } from '../../session/host.ts'

/** Lists its sessions and processes and says what came of it; changes nothing. */
export async function examine(host: SessionHost, local: boolean, options: CallOptions): Promise<Finding[]> {
  const findings: Finding[] = [{ check: 'kind', passed: true, figure: 'wtsapi32' }]
  if (local) findings.unshift({ check: 'platform', passed: true, figure: `Windows ${release()}` })
  const sessions = await host.list(options)
  findings.push({ check: 'sessions', passed: sessions.length > 0, figure: String(sessions.length) })
  const current = sessions.find((session) => session.current)
  if (local) findings.push({ check: 'current', passed: current !== undefined, figure: current?.id ?? '' })
  findings.push(await rights(host, options))
  return findings
}

/** Only an administrator sees the processes of others, and may end their sessions by default. */
async function rights(host: SessionHost, options: CallOptions): Promise<Finding> {
  try {
    const processes = await host.processes(options)
    return { check: 'rights', passed: true, figure: String(processes.length) }
  } catch (error) {
    if (!(error instanceof LogoffError)) throw error
    return { check: 'rights', passed: false, figure: error.code }
  }
}
