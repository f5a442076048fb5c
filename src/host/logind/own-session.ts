/** Which session the caller's own connection comes from. */
import { StatusError } from '../../errors.ts'
import type { CallOptions } from '../../session/host.ts'
import { type Login1, sessionOfPath } from './login1.ts'
import { isAbsent, isGraphical } from './translate.ts'
import { textsOf } from './values.ts'

/**
 * The ID of the session that the process at the other end of this connection belongs to; null where it has none. The
 * bus knows that process itself, so sudo does not change the answer.
 * @throws StatusError where there is no logind
 */
export async function ownSession(login1: Login1, options: CallOptions): Promise<string | null> {
  try {
    return sessionOfPath(await login1.GetSessionByPID(0, options))
  } catch (error) {
    if (!(error instanceof StatusError) || isAbsent(error)) throw error
    return await desktopSession(login1, options)
  }
}

// The terminals of a desktop run under the user's service manager, and belong to his desktop's session nevertheless.
async function desktopSession(login1: Login1, options: CallOptions): Promise<string | null> {
  try {
    const user = await login1.userAt(await login1.GetUserByPID(0, options), options)
    const [id = '', path = ''] = textsOf(user.items('Display'))
    return id !== '' && isGraphical(await login1.session(path, options)) ? id : null
  } catch (error) {
    if (error instanceof StatusError) return null
    throw error
  }
}
