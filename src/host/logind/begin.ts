/** Takes stock of a session before it is asked to end. */
import { LogoffError } from '../../errors.ts'
import { displayNumber } from '../../linux/xrdp/displays.ts'
import { ENDED } from '../../session/ended.ts'
import type { Ending } from '../../session/ending.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import { assertVisible, type Connection, invisible } from './connection.ts'
import { LogindEnding } from './ending.ts'
import { sessionPath } from './login1.ts'
import type { Group } from './machine.ts'
import { readSession } from './sessions.ts'
import { isXrdp } from './translate.ts'
import { groupOfUnit, UserServices } from './user-services.ts'
import type { Properties } from './values.ts'

/** @throws LogoffError OWN_CONNECTION, HOST_UNREACHABLE where the session's processes cannot be seen from here */
export async function beginEnding(
  connection: Connection,
  session: Session,
  action: 'logoff' | 'reset',
  options: CallOptions,
): Promise<Ending> {
  const { name, events, carrierId } = connection
  if (session.id === carrierId) throw new LogoffError('OWN_CONNECTION', { host: name, id: session.id })
  const removal = events.removalOf(session.id, options)
  try {
    // The bus takes them in turn: of a session that is found to be there the end will be heard.
    const reading = readSession(connection, sessionPath(session.id), options)
    const [properties] = await Promise.all([reading, removal.heard])
    if (!properties) {
      removal[Symbol.dispose]()
      return ENDED
    }
    const services = new UserServices(connection, Number(properties.items('User')[0]), session.id)
    const [group] = await Promise.all([groupOf(connection, properties, options), services.claim(options)])
    const xrdpDisplay = isXrdp(properties) ? displayNumber(properties.text('Display')) : ''
    return new LogindEnding(connection, { session, action, group, services, removal, xrdpDisplay })
  } catch (error) {
    removal[Symbol.dispose]()
    throw error
  }
}

/**
 * Where the processes of a session are.
 * @throws LogoffError HOST_UNREACHABLE
 */
export async function groupOf(connection: Connection, properties: Properties, options: CallOptions): Promise<Group> {
  assertVisible(connection)
  const id = properties.text('Id')
  const unit = properties.text('Scope')
  if (unit !== '') {
    // A scope that is no longer loaded has no process, and no group either; its place says so as well.
    const place = `/user.slice/user-${properties.items('User')[0]}.slice/${unit}`
    return (await groupOfUnit(connection, unit, options)) ?? { unit, path: place }
  }
  const path = await connection.machine.groupOf(id, properties.number('Leader'), options)
  if (path !== null) return { unit: null, path }
  throw invisible(connection.name)
}
