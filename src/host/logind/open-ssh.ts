/** Opens the logind of another machine over ssh. */
import type { Duplex } from 'node:stream'
import { LogoffError } from '../../errors.ts'
import type { CallOptions, SessionHost } from '../../session/host.ts'
import type { SshTarget } from '../target.ts'
import { Bus } from './bus.ts'
import { LogindHost } from './host.ts'
import { Login1 } from './login1.ts'
import { ownSession } from './own-session.ts'
import { RemoteMachine, remoteFacts } from './remote-machine.ts'
import { SessionEvents } from './session-events.ts'
import { SshConnection } from './ssh-connection.ts'
import { Systemd1 } from './systemd1.ts'
import { failureOf, isAbsent } from './translate.ts'

export interface SshOptions extends CallOptions {
  /** Whether ssh may ask for a password on this process's terminal. */
  readonly interactive?: boolean | undefined
}

const SOCKET = '/run/dbus/system_bus_socket'

/** A shell's exit code for a program that is not there. */
const NOT_FOUND = 127

/**
 * Logs in and opens the host.
 * @throws LogoffError HOST_UNREACHABLE, HOST_SILENT, AUTHENTICATION_FAILED, NOT_SUPPORTED, PROGRAM_MISSING
 */
export async function openSshLogind(target: SshTarget, options: SshOptions = {}): Promise<SessionHost> {
  const { name } = target
  const { signal, interactive = false } = options
  const connection = await SshConnection.open(target, interactive, { signal })
  try {
    const [bus, facts] = await Promise.all([openBus(connection, name, { signal }), remoteFacts(connection, { signal })])
    const login1 = new Login1(bus, name)
    const systemd1 = new Systemd1(bus, name)
    return new LogindHost({
      ...{ name, bus, login1, systemd1, events: new SessionEvents(bus, login1) },
      ...{
        machine: new RemoteMachine(connection, systemd1, facts),
        agent: null,
        userSessions: new Set(),
        memory: null,
      },
      ...{ currentId: null, carrierId: (await ownSession(login1, { signal })).id, isForeign: false },
    })
  } catch (error) {
    await connection.close()
    if (isAbsent(error))
      throw new LogoffError('NOT_SUPPORTED', { host: name, feature: 'posixOverSsh' }, { cause: error })
    throw failureOf(error, { host: name, action: 'list', id: '', need: 'manage' })
  }
}

/** The machine's system bus: by systemd's bridge to it, or by its socket where systemd is not there. */
async function openBus(connection: SshConnection, host: string, options: CallOptions): Promise<Bus> {
  const { stream, ended } = connection.start('systemd-stdio-bridge')
  try {
    return await Bus.open(stream, host, options)
  } catch (error) {
    if (!(error instanceof LogoffError) || options.signal?.aborted) throw error
    const { code, stderr } = await ended
    if (code !== NOT_FOUND)
      throw new LogoffError('HOST_UNREACHABLE', { host, reason: lastLine(stderr) }, { cause: error })
  }
  return await Bus.open(await connectToSocket(connection, host, options), host, options)
}

async function connectToSocket(connection: SshConnection, host: string, options: CallOptions): Promise<Duplex> {
  const { code } = await connection.run(`[ -S ${SOCKET} ]`, options)
  if (code === 0) return await connection.connectTo(SOCKET, options)
  throw new LogoffError('NOT_SUPPORTED', { host, feature: 'posixOverSsh' })
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'its system bus does not answer'
}
