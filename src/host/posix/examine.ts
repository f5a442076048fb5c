/** What an administrator wants to know of a machine without logind. */
import { accessSync, constants } from 'node:fs'
import { release } from 'node:os'
import { readKernelFile } from '../../linux/proc.ts'
import type { Finding } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'

/** Looks and changes nothing. */
export function examine(sessions: readonly Session[]): Finding[] {
  const current = sessions.find((session) => session.current)
  const isRoot = process.getuid?.() === 0
  return [
    { check: 'platform', passed: true, figure: `Linux ${release()}` },
    { check: 'logind', passed: false, figure: '-' },
    { check: 'kind', passed: true, figure: 'posix' },
    { check: 'audit', passed: readKernelFile('/proc/self/sessionid') !== null, figure: '/proc/PID/sessionid' },
    { check: 'sessions', passed: true, figure: String(sessions.length) },
    { check: 'current', passed: true, figure: current?.id ?? '-' },
    { check: 'rights', passed: isRoot, figure: isRoot ? 'all sessions' : 'own sessions' },
    { check: 'message', passed: WINDOW_PROGRAMS.some(isInstalled), figure: WINDOW_PROGRAMS.join(', ') },
  ]
}

const WINDOW_PROGRAMS = ['zenity', 'xmessage']

function isInstalled(program: string): boolean {
  return ['/usr/local/bin', '/usr/bin', '/bin'].some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK)
      return true
    } catch {
      return false // ignored: what cannot be run is as good as absent
    }
  })
}
