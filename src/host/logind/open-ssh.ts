/** Opens the logind of another machine over ssh. */
import { LogoffError } from '../../errors.ts'
import type { SessionHost } from '../../session/host.ts'
import type { SshTarget } from '../target.ts'
import type { LocalOptions } from './open-local.ts'
export async function openSshLogind({ name }: SshTarget, _options: LocalOptions): Promise<SessionHost> {
  throw new LogoffError('NOT_SUPPORTED', { host: name, feature: 'posixOverSsh' })
}
