/** The sessions of a host, joined from the calls that each know a part. */
import { LogoffError, StatusError } from '../../errors.ts'
import type { CallOptions, ListOptions } from '../../session/host.ts'
import type { Session } from '../../session/session.ts'
import { type Client, clientOf, listenersOf } from './clients.ts'
import { type Entry, enumerate } from './enumeration.ts'
import { type Facts, factsOf } from './facts.ts'
import type { Link } from './link.ts'
import { means } from './outcome.ts'
import { clientInfoOf, hasClient, listenerSession, sessionOf } from './translate.ts'

/** @throws LogoffError SESSIONS_HIDDEN */
export async function listSessions(link: Link, { brief = false, about, ...options }: ListOptions): Promise<Session[]> {
  const { host } = link.access
  const alone = brief && about !== undefined && isNumber(about) ? await lookUp(link, about, options) : null
  if (alone) return [alone]
  const [entries, listeners] = await Promise.all([enumerate(link, options), brief ? [] : listenersOf(link, options)])
  if (entries.length === 0) throw new LogoffError('SESSIONS_HIDDEN', { host })
  const sessions = await Promise.all(entries.map((entry) => joined(link, entry, { ...options, brief, about })))
  const known = new Set(entries.map(({ id }) => id))
  const waiting = listeners.filter(({ id }) => !known.has(id)).map((each) => listenerSession(host, each))
  return [...sessions.filter((session) => session !== null), ...waiting]
}

/** The session with that ID; null also where the host will not say, since whether there is one the list tells too. */
async function lookUp(link: Link, id: string, options: CallOptions): Promise<Session | null> {
  try {
    return await findSession(link, id, options)
  } catch (error) {
    const refused = error instanceof StatusError && error.status.space === 'hresult'
    if (!refused || means(error, 'ACCESS_DENIED')) throw error
    return null
  }
}

/** IDs are signed numbers of 32 bits. */
const MOST_ID = 0x7fff_ffff

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}

/** The session with that ID as it is now, without its client, or null where the host has none. */
export async function findSession(link: Link, id: string, options: CallOptions): Promise<Session | null> {
  const number = Number(id)
  if (!isNumber(id) || number > MOST_ID) return null
  const facts = await factsOf(link, number, options)
  return facts && sessionOf(link.access.host, number, { facts, client: null })
}

/** The same with its client. */
export async function describeSession(link: Link, id: string, options: CallOptions): Promise<Session | null> {
  const found = await findSession(link, id, options)
  if (!found || found.kind === 'services' || found.kind === 'listener') return found
  const client = await clientOf(link, Number(id), options)
  return { ...found, client: clientInfoOf(client) }
}

/** Null for a session that ended while it was being asked about. */
async function joined(link: Link, entry: Entry, { brief, about, ...options }: ListOptions): Promise<Session | null> {
  const { id, account } = entry
  if (about !== undefined && account && !isAbout(entry, account, about)) {
    const facts = { ...entry, ...account, logonTime: null, lastInputTime: null }
    return sessionOf(link.access.host, id, { facts, client: null })
  }
  const [facts, client]: [Facts | null, Client | null] = await Promise.all([
    factsOf(link, id, options),
    !brief && hasClient(entry) ? clientOf(link, id, options) : null,
  ])
  return facts && sessionOf(link.access.host, id, { facts, client })
}

function isAbout({ id, name }: Entry, { user, domain }: NonNullable<Entry['account']>, text: string): boolean {
  const names = [name, user, `${domain}\\${user}`].map((each) => each.toLowerCase())
  return id === Number(text) || names.includes(text.toLowerCase())
}
