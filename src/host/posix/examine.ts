/** What an administrator wants to know of a machine without logind. */
import { release } from 'node:os'
import { messageMeans } from '../../linux/message-means.ts'
import { readKernelFile } from '../../linux/proc.ts'
import type { Finding } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'

/** Looks and changes nothing. */
export function examine(sessions: readonly Session[]): Finding[] {
  const current = sessions.find((session) => session.current)
  const means = messageMeans()
  const isRoot = process.getuid?.() === 0
  return [
    { check: 'platform', passed: true, figure: `Linux ${release()}` },
    { check: 'logind', passed: false, figure: '-' },
    { check: 'kind', passed: true, figure: 'posix' },
    { check: 'audit', passed: readKernelFile('/proc/self/sessionid') !== null, figure: '/proc/PID/sessionid' },
    { check: 'sessions', passed: true, figure: String(sessions.length) },
    { check: 'current', passed: current !== undefined, figure: current?.id ?? '-' },
    { check: 'rights', passed: isRoot, figure: isRoot ? 'all sessions' : 'own sessions' },
    { check: 'message', passed: means.length > 0, figure: means.join(', ') || '-' },
  ]
}
