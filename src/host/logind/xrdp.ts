/** What logind does not know of the sessions of xrdp: whether somebody looks at them, who, and since when they are idle. */
import { displayNumber, SOCKET_TABLE, type XrdpLink, xrdpDisplays } from '../../linux/xrdp/displays.ts'
import type { ListOptions } from '../../session/host.ts'
import { matchSessions } from '../../session/select.ts'
import type { ClientInfo } from '../../session/session.ts'
import type { Connection } from './connection.ts'
import { isXrdp, sessionOf } from './translate.ts'
import type { Properties } from './values.ts'
import { lastInput } from './x-input.ts'
import { clientsOf } from './xrdp-clients.ts'

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
  { machine, isForeign, name, currentId }: Connection,
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
  const [clients, inputs] = await Promise.all([
    brief ? NOTHING.clients : clientsOf(machine, table, { signal }),
    lastInput(machine, own.filter(isMeant).map(screenOf), { signal }),
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
