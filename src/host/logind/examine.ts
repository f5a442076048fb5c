/** What `tsctl doctor` tells about a logind host. */
import type { CallOptions, Finding } from '../../session/host.ts'
import type { Connection } from './connection.ts'
import { CheckAuthorization } from './polkit1.ts'
import { listSessions } from './sessions.ts'
import { isAbsent } from './translate.ts'

/** Looks at the host and changes nothing. */
export async function examine(connection: Connection, options: CallOptions): Promise<Finding[]> {
  const { currentId, carrierId, machine } = connection
  const [sessions, version, rights, means] = await Promise.all([
    listSessions(connection, options),
    versionOf(connection, options),
    rightsOf(connection, options),
    machine.messageMeans(options),
  ])
  const current = currentId ?? carrierId
  const cgroup = machine.cgroupVersion
  return [
    { check: 'logind', passed: true, figure: version },
    { check: 'sessions', passed: true, figure: String(sessions.length) },
    { check: 'current', passed: current !== null, figure: current ?? '-' },
    { check: 'rights', passed: rights.all, figure: rights.figure },
    { check: 'cgroup', passed: cgroup === 2, figure: `cgroup${cgroup}` },
    { check: 'message', passed: means.length > 0, figure: means.join(', ') || '-' },
  ]
}

async function versionOf({ systemd1 }: Connection, options: CallOptions): Promise<string> {
  try {
    return `systemd ${await systemd1.Version(options)}`
  } catch (error) {
    if (isAbsent(error)) return 'elogind'
    throw error
  }
}

/** What polkit says of the right to end another user's session: one of the words below. */
async function rightsOf({ bus, machine }: Connection, options: CallOptions): Promise<{ all: boolean; figure: string }> {
  try {
    const { is_authorized, is_challenge } = await CheckAuthorization(bus, 'org.freedesktop.login1.manage', options)
    if (is_authorized) return { all: true, figure: 'all sessions' }
    return { all: false, figure: is_challenge ? 'own sessions, others with a password' : 'own sessions' }
  } catch (error) {
    if (!isAbsent(error)) throw error
    const all = machine.uid === 0
    return { all, figure: all ? 'all sessions' : 'own sessions' }
  }
}
