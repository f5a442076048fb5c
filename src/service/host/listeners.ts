/** Where sessions come in: one listener per endpoint of xrdp and sshd. */
import { readdirSync, readlinkSync } from 'node:fs'
import { isErrno } from '../../linux/errno.ts'
import { type ListeningSocket, listeningSockets } from '../../linux/listening.ts'
import { processIds, readKernelFile } from '../../linux/proc.ts'
import type { Session } from '../../session/session.ts'

/** An endpoint at which one of the services takes logons. */
export interface Endpoint {
  readonly service: 'rdp' | 'ssh'
  readonly port: number
}

const SERVICES: Readonly<Record<string, Endpoint['service']>> = { xrdp: 'rdp', sshd: 'ssh' }

/** Whose sockets systemd may hold for them until somebody comes. systemd.socket(5) */
const SSH_PORT = 22

/** Users whom people do not have. /etc/login.defs, SYS_UID_MAX */
const LAST_SYSTEM_UID = 999

/** How long an answer counts: no decision rests on it, and the kernel takes its time to tell. */
const FRESH_MS = 1_000

/** Finds them by what listens; whose a socket is remains so for as long as it is open. */
export class Endpoints {
  #owners: ReadonlyMap<number, Endpoint['service'] | null> = new Map()
  #found: Promise<Endpoint[]> | null = null
  #until = 0

  /** Those that there are now, each once however many addresses it has. */
  find(): Promise<Endpoint[]> {
    if (this.#found && performance.now() < this.#until) return this.#found
    this.#until = performance.now() + FRESH_MS
    const found = this.#look()
    this.#found = found
    found.catch(() => {
      if (this.#found === found) this.#found = null
    })
    return found
  }

  async #look(): Promise<Endpoint[]> {
    const sockets = (await listeningSockets()).filter(({ uid }) => uid <= LAST_SYSTEM_UID)
    const fresh = sockets.filter(({ inode }) => !this.#owners.has(inode))
    const owners = fresh.length > 0 ? ownersOf(fresh) : new Map<number, Endpoint['service']>()
    const serviceOf = (inode: number) => this.#owners.get(inode) ?? owners.get(inode) ?? null
    this.#owners = new Map(sockets.map(({ inode }) => [inode, serviceOf(inode)]))
    const found = new Map<string, Endpoint>()
    for (const { inode, port } of sockets) {
      const service = serviceOf(inode)
      if (service) found.set(keyOf({ service, port }), { service, port })
    }
    return [...found.values()].sort((a, b) => a.service.localeCompare(b.service) || a.port - b.port)
  }
}

/** What an endpoint is known by. */
export function keyOf({ service, port }: Endpoint): string {
  return `${service}:${port}`
}

/** The listeners of those endpoints as sessions. With several of one service, each is named with its port. */
export function listenersOf(
  host: string,
  endpoints: readonly Endpoint[],
  numberOf: (endpoint: Endpoint) => number,
): Session[] {
  return endpoints.map((endpoint) => {
    const alone = endpoints.filter(({ service }) => service === endpoint.service).length === 1
    const name = alone ? `${endpoint.service}-tcp` : `${endpoint.service}-tcp:${endpoint.port}`
    const nobody = { user: '', domain: '', logonTime: null, idleSince: null, client: null, current: false }
    const state = { state: 'listening', nativeState: 'listening', kind: 'listener' } as const
    return { host, id: String(numberOf(endpoint)), name, ...state, ...nobody }
  })
}

/** Whose those sockets are, by inode, as far as they belong to a service that takes logons. */
function ownersOf(sockets: readonly ListeningSocket[]): Map<number, Endpoint['service']> {
  const wanted = new Map(sockets.map((socket) => [`socket:[${socket.inode}]`, socket]))
  const owners = new Map<number, Endpoint['service']>()
  for (const pid of processIds()) {
    const service = SERVICES[readKernelFile(`/proc/${pid}/comm`)?.trimEnd() ?? '']
    if (!service && pid !== 1) continue
    for (const link of descriptorsOf(pid)) {
      const socket = wanted.get(link)
      if (!socket) continue
      if (service) owners.set(socket.inode, service)
      else if (socket.port === SSH_PORT) owners.set(socket.inode, 'ssh')
    }
  }
  return owners
}

/** What the descriptors of a process are; none where it has gone. */
function descriptorsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((name) => linkAt(`/proc/${pid}/fd/${name}`))
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return []
    throw error
  }
}

function linkAt(path: string): string[] {
  try {
    return [readlinkSync(path)]
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return []
    throw error
  }
}
