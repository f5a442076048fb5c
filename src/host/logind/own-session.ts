/** Which session the caller's own connection comes from. */
import { StatusError } from '../../errors.ts'
import type { CallOptions } from '../../session/host.ts'
import { type Login1, sessionOfPath } from './login1.ts'
import { isBesideUsers } from './placement.ts'
import { isAbsent, isForeign, isGraphical, isSilent } from './translate.ts'
import { textsOf } from './values.ts'

/** What logind says about the process that asks. */
export interface OwnSession {
  /** Null where the process belongs to none. */
  readonly id: string | null
  /** Whether the bus could not tell logind which process asks: it is of another container, and sees other processes. */
  readonly isForeign: boolean
}

/** How the own session is looked for. */
export interface OwnOptions extends CallOptions {
  /** The control group of the process that asks, where it is known. */
  readonly place?: () => string
}

/**
 * The session that the process at the other end of this connection belongs to. The bus knows that process itself, so
 * sudo does not change the answer.
 * @throws StatusError where there is no logind
 */
export async function ownSession(login1: Login1, { place = () => '/', ...options }: OwnOptions): Promise<OwnSession> {
  try {
    return { id: sessionOfPath(await login1.GetSessionByPID(0, options)), isForeign: false }
  } catch (error) {
    if (!(error instanceof StatusError) || isAbsent(error) || isSilent(error)) throw error
    if (isForeign(error)) return { id: null, isForeign: true }
    return { id: isBesideUsers(place()) ? null : await desktopSession(login1, options), isForeign: false }
  }
}

// The terminals of a desktop run under the user's service manager, and belong to his desktop's session nevertheless.
async function desktopSession(login1: Login1, options: CallOptions): Promise<string | null> {
  try {
    const user = await login1.GetUserByPID(0, options)
    const [id = '', path = ''] = textsOf(await login1.userProperty(user, 'Display', options))
    return id !== '' && isGraphical(await login1.session(path, options)) ? id : null
  } catch (error) {
    if (error instanceof StatusError) return null
    throw error
  }
}
