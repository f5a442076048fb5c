/** Opens the logind of this machine. */
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { LogoffError } from '../../errors.ts'
import { readKernelFile } from '../../linux/proc.ts'
import type { CallOptions, SessionHost } from '../../session/host.ts'
import { Bus } from './bus.ts'
import { LogindHost } from './host.ts'
import { LocalMachine } from './local-machine.ts'
import { Login1 } from './login1.ts'
import { ownSession } from './own-session.ts'
import { placeOf } from './placement.ts'
import { PolkitAgent } from './polkit-agent.ts'
import { SessionEvents } from './session-events.ts'
import { SessionMemory } from './session-memory.ts'
import { Systemd1 } from './systemd1.ts'
import { failureOf, isAbsent } from './translate.ts'

export interface LocalOptions extends CallOptions {
  /** Whether polkit may ask for a password on this process's terminal. */
  readonly interactive?: boolean | undefined
  /** Whether what is read of sessions is remembered until it changes. */
  readonly longLived?: boolean | undefined
}

const DEFAULT_SOCKET = '/run/dbus/system_bus_socket'

/**
 * The open host, or null where this machine has no logind.
 * @throws LogoffError HOST_UNREACHABLE where it must have one and does not answer
 */
export async function openLocalLogind(name: string, options: LocalOptions = {}): Promise<SessionHost | null> {
  const { signal, interactive = false, longLived = false } = options
  const bus = new Bus(connect(systemBusSocket(process.env.DBUS_SYSTEM_BUS_ADDRESS)), name)
  const login1 = new Login1(bus, name)
  try {
    const own = await ownSession(login1, { signal, place: () => placeOf(readKernelFile('/proc/self/cgroup') ?? '') })
    return new LogindHost({
      ...{ name, bus, login1, systemd1: new Systemd1(bus, name), events: new SessionEvents(bus, login1) },
      ...{ machine: new LocalMachine(), agent: interactive ? new PolkitAgent() : null, userSessions: new Set() },
      ...{ currentId: own.id, carrierId: null, isForeign: own.isForeign },
      memory: longLived && !own.isForeign ? await SessionMemory.open(bus, login1, { signal }) : null,
    })
  } catch (error) {
    await bus.close()
    if (isAbsent(error) || (isUnreachable(error) && !existsSync('/run/systemd/system'))) return null
    throw failureOf(error, { host: name, action: 'list', id: '', need: 'manage' })
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof LogoffError && error.code === 'HOST_UNREACHABLE'
}

/** The socket that a D-Bus address names; an abstract one begins with a NUL. D-Bus Specification, "Server Addresses". */
export function systemBusSocket(address: string | undefined): string {
  for (const each of (address ?? '').split(';')) {
    const [, key, value = ''] = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(each) ?? []
    if (key) return (key === 'abstract' ? '\0' : '') + decodeURIComponent(value)
  }
  return DEFAULT_SOCKET
}
