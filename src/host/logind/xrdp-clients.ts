/** Who looks at the displays of xrdp. A connection has one client for all its life, so each is looked up once. */
import { CONNECTIONS, clientNames, describeClients, journalOf, xrdpClients } from '../../linux/xrdp/clients.ts'
import { xrdpConnections } from '../../linux/xrdp/displays.ts'
import type { CallOptions } from '../../session/host.ts'
import type { ClientInfo } from '../../session/session.ts'
import type { Machine } from './machine.ts'

/** What of a machine tells of clients. */
type Teller = Pick<Machine, 'run' | 'kernelFile'>

/** A client, and when it was looked up. */
interface Known {
  readonly client: ClientInfo
  readonly at: number
}

/** What xrdp has written may arrive in the journal late, or never: a client without a name is looked up again after this. */
const NAMELESS_MS = 10_000

/** By machine, and by the number of the connection. */
const known = new WeakMap<Teller, Map<string, Known>>()

/** The clients by the number of the display, for the text of the table of sockets. */
export async function clientsOf(
  machine: Teller,
  table: string,
  options: CallOptions,
): Promise<ReadonlyMap<string, ClientInfo>> {
  const connections = xrdpConnections(table)
  const before = known.get(machine)
  const isKnown = (inode: string) => {
    const entry = before?.get(inode)
    return entry !== undefined && (entry.client.name !== '' || performance.now() - entry.at < NAMELESS_MS)
  }
  const found = [...connections.values()].every(isKnown) ? new Map<string, ClientInfo>() : await look(machine, options)
  const now = new Map<string, Known>()
  for (const [display, inode] of connections) {
    const client = found.get(display)
    const entry = client ? { client, at: performance.now() } : before?.get(inode)
    if (entry) now.set(inode, entry)
  }
  known.set(machine, now)
  return new Map([...connections].flatMap(([display, inode]) => present(display, now.get(inode))))
}

function present(display: string, entry: Known | undefined): (readonly [string, ClientInfo])[] {
  return entry ? [[display, entry.client]] : []
}

async function look(machine: Teller, options: CallOptions): Promise<Map<string, ClientInfo>> {
  const clients = xrdpClients((await machine.run(CONNECTIONS, options))?.stdout ?? '')
  if (clients.size === 0) return new Map()
  // A number means another process after a boot; the journal's own idea of a boot is not to be had in every container.
  const uptime = Math.ceil(Number.parseFloat(await machine.kernelFile('/proc/uptime', options)))
  const pids = [...clients.values()].map(({ pid }) => pid)
  const journal = await machine.run(journalOf(pids, uptime), options)
  return describeClients(clients, clientNames(journal?.stdout ?? ''))
}
