/** What logind does not know of the sessions of xrdp: whether somebody looks at them, who, and since when they are idle. */
import { CONNECTIONS, clientNames, describeClients, journalOf, xrdpClients } from '../../linux/xrdp/clients.ts'
import { displayNumber, SOCKET_TABLE, type XrdpLink, xrdpConnections, xrdpDisplays } from '../../linux/xrdp/displays.ts'
import type { CallOptions, ListOptions } from '../../session/host.ts'
import { matchSessions } from '../../session/select.ts'
import type { ClientInfo } from '../../session/session.ts'
import type { Connection } from './connection.ts'
import type { Machine } from './machine.ts'
import { isXrdp, sessionOf } from './translate.ts'
import type { Properties } from './values.ts'
import { lastInput, type UserDisplay } from './x-input.ts'
import { PATIENCE_MS } from './xrdp-memory.ts'

/** Each by the number of the display. */
export interface XrdpFacts {
  /** A display that cannot tell is missing. */
  readonly links: ReadonlyMap<string, XrdpLink>
  readonly clients: ReadonlyMap<string, ClientInfo>
  readonly lastInput: ReadonlyMap<string, Date>
}

/** Of no session at all. */
const NOTHING: XrdpFacts = { links: new Map(), clients: new Map(), lastInput: new Map() }

/** Looks once for all sessions of xrdp among those given, and not at all where there are none. */
export async function xrdpFacts(
  { machine, memory, isForeign, name, currentId }: Connection,
  sessions: readonly Properties[],
  { signal, brief = false, about }: ListOptions,
): Promise<XrdpFacts> {
  const own = sessions.filter((each) => isXrdp(each) && displayNumber(each.text('Display')) !== '')
  if (own.length === 0 || isForeign) return NOTHING
  const isMeant = (each: Properties) => {
    const session = sessionOf(each, { host: name, currentId, xrdp: NOTHING })
    return about === undefined || (session !== null && matchSessions([session], about).length > 0)
  }
  const table = await machine.kernelFile(SOCKET_TABLE, { signal })
  const links = xrdpDisplays(table)
  for (const each of own.filter(isOld)) {
    const display = displayNumber(each.text('Display'))
    if (links.get(display) === 'begun') links.set(display, 'left')
  }
  const isAnybody = !brief && [...links.values()].includes('connected')
  const readClients = () => clientsOf(machine, { signal })
  const askInputs = (displays: readonly UserDisplay[]) =>
    lastInput(machine, displays, memory ? { signal, answerMs: PATIENCE_MS } : { signal })
  const screens = own.filter(isMeant).map(screenOf)
  const [clients, inputs] = await Promise.all([
    isAnybody ? (memory?.xrdp.clients(xrdpConnections(table), readClients) ?? readClients()) : NOTHING.clients,
    memory?.xrdp.inputs(screens, askInputs) ?? askInputs(screens),
  ])
  return { links, clients, lastInput: inputs }
}

/** How long a session may take to start; afterwards its channel server has died. */
const START_MS = 60_000

function isOld(session: Properties): boolean {
  return session.number('Timestamp') / 1000 < Date.now() - START_MS
}

function screenOf(session: Properties) {
  return { display: displayNumber(session.text('Display')), uid: Number(session.items('User')[0]) }
}

async function clientsOf(machine: Machine, options: CallOptions): Promise<ReadonlyMap<string, ClientInfo>> {
  const clients = xrdpClients((await machine.run(CONNECTIONS, options))?.stdout ?? '')
  if (clients.size === 0) return NOTHING.clients
  // A number means another process after a boot; the journal's own idea of a boot is not to be had in every container.
  const uptime = Math.ceil(Number.parseFloat(await machine.kernelFile('/proc/uptime', options)))
  const pids = [...clients.values()].map(({ pid }) => pid)
  const journal = await machine.run(journalOf(pids, uptime), options)
  return describeClients(clients, clientNames(journal?.stdout ?? ''))
}
