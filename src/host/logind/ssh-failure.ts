/** Why ssh could not reach a host, from what it said. ssh(1) has one exit code, 255, for every failure of its own. */
import { LogoffError } from '../../errors.ts'

const AUTHENTICATION =
  /permission denied|too many authentication failures|host key verification failed|no matching host key|identity file/i

const SILENCE = /timed out|timeout|not responding/i

/** Where and how long ssh tried. */
export interface SshAttempt {
  readonly host: string
  readonly seconds: number
}

/** The failure in our words: refused, unknown, silent, or not let in. */
export function sshFailure(stderr: string, { host, seconds }: SshAttempt): LogoffError {
  const lines = stderr.split(/\r?\n/).flatMap((line) => line.trim() || [])
  const telling = lines.find((line) => AUTHENTICATION.test(line)) ?? lines.at(-1) ?? 'ssh ended without a word'
  const reason = telling.replace(/^ssh: /, '').replace(/\.$/, '')
  if (AUTHENTICATION.test(telling)) return new LogoffError('AUTHENTICATION_FAILED', { host, reason })
  if (SILENCE.test(telling)) return new LogoffError('HOST_SILENT', { host, seconds })
  return new LogoffError('HOST_UNREACHABLE', { host, reason })
}
