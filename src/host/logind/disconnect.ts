/** Takes an xrdp session from its client and leaves it running. */
import { setTimeout as delay } from 'node:timers/promises'
import { LogoffError, StatusError } from '../../errors.ts'
import { displayNumber, SOCKET_TABLE, xrdpDisplays } from '../../linux/xrdp/displays.ts'
import { within } from '../../session/deadline.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import type { Connection } from './connection.ts'
import { sessionPath } from './login1.ts'
import type { Machine } from './machine.ts'
import { readSession } from './sessions.ts'
import { isXrdp } from './translate.ts'

/** What asks an X server of xrdp to close its connection to xrdp. */
const PROGRAM = { program: 'xrdp-dis', package: 'xrdp' } as const

/** How long the server may take, and how often it is looked at. */
const LEFT_MS = 5_000
const POLL_MS = 20

/**
 * Resolves once no client is connected any more.
 * @throws StatusError EPERM where the caller is neither root nor the session's user
 * @throws LogoffError SESSION_NOT_FOUND, SESSION_STATE, NOT_SUPPORTED, PROGRAM_MISSING, PROTOCOL_ERROR
 */
export async function disconnectClient(connection: Connection, { id }: Session, options: CallOptions): Promise<void> {
  const { machine, name: host, isForeign } = connection
  const properties = await readSession(connection, sessionPath(id), options)
  if (!properties) throw new LogoffError('SESSION_NOT_FOUND', { host, text: id, ids: [] })
  const display = properties.text('Display')
  if (!isXrdp(properties) || displayNumber(display) === '' || isForeign) {
    throw new LogoffError('NOT_SUPPORTED', { host, feature: 'disconnect' })
  }
  const uid = Number(properties.items('User')[0])
  if (machine.uid !== 0 && machine.uid !== uid) {
    throw new StatusError(PROGRAM.program, { space: 'errno', value: 1, symbol: 'EPERM' })
  }
  const account = await machine.account(uid, options)
  if (!account) throw new LogoffError('SESSION_UNREACHABLE', { host, id })
  if (await isLeft(machine, display, options))
    throw new LogoffError('SESSION_STATE', { host, id, action: 'disconnect' })
  const env = { DISPLAY: display, HOME: account.home, USER: account.name }
  const ran = await machine.run([PROGRAM.program], { ...options, as: account, env })
  if (!ran) throw new LogoffError('PROGRAM_MISSING', { host, ...PROGRAM })
  const left = await within(LEFT_MS, options.signal, async (signal) => {
    while (!(await isLeft(machine, display, { signal }))) await delay(POLL_MS, undefined, { signal })
  })
  if (!left) throw new LogoffError('PROTOCOL_ERROR', { host, reason: `${PROGRAM.program} left the client connected` })
}

async function isLeft(machine: Machine, display: string, options: CallOptions): Promise<boolean> {
  const displays = xrdpDisplays(await machine.kernelFile(SOCKET_TABLE, options))
  const link = displays.get(displayNumber(display))
  return link === 'left' || link === 'begun'
}
