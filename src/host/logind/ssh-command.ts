/** Command lines for the system's ssh. ssh(1), ssh_config(5). */
import { LogoffError } from '../../errors.ts'
import type { SshTarget } from '../target.ts'

/** How long a host may take to answer before it counts as silent. */
export const CONNECT_SECONDS = 10
const ALIVE_SECONDS = 5
const ALIVE_COUNT = 3

/** The user's own configuration decides whom to trust and by which way to go; these are what we rely on. */
const FIXED = [
  ...['-T', '-a', '-x', '-e', 'none'],
  ...['-o', 'ControlPersist=no', '-o', 'PermitLocalCommand=no', '-o', 'RemoteCommand=none', '-o', 'LogLevel=ERROR'],
]

/** The connection that all else goes through. */
export function masterArguments(target: SshTarget, controlPath: string, interactive: boolean): string[] {
  const { port } = target
  return [
    ...FIXED,
    ...['-o', 'ControlMaster=yes', '-o', `ControlPath=${escapePercent(controlPath)}`, '-o', 'ClearAllForwardings=yes'],
    ...['-o', `ConnectTimeout=${CONNECT_SECONDS}`, '-o', `BatchMode=${interactive ? 'no' : 'yes'}`],
    ...['-o', `ServerAliveInterval=${ALIVE_SECONDS}`, '-o', `ServerAliveCountMax=${ALIVE_COUNT}`],
    ...(port === null ? [] : ['-p', String(port)]),
    ...['--', destinationOf(target)],
  ]
}

/** Another command over the connection that is there; never over a new one. */
export function sharedArguments(target: SshTarget, controlPath: string, extra: readonly string[] = []): string[] {
  const shared = [
    '-o',
    'ControlMaster=no',
    '-o',
    `ControlPath=${escapePercent(controlPath)}`,
    '-o',
    'ProxyCommand=false',
  ]
  return [...FIXED, ...shared, '-o', 'ClearAllForwardings=no', ...extra, '--', destinationOf(target)]
}

/**
 * What ssh is given as the host; never an option, nor anything that a shell in the user's configuration could take for more.
 * @throws LogoffError HOST_UNREACHABLE
 */
export function destinationOf({ name, destination }: SshTarget): string {
  if (/^-|@-|[\s\0-\x1f\x7f'"`$\\;&<>|(){}*?!#~^%]/.test(destination)) {
    throw new LogoffError('HOST_UNREACHABLE', { host: name, reason: 'this is no name of a host' })
  }
  return destination
}

function escapePercent(path: string): string {
  return path.replaceAll('%', '%%')
}
