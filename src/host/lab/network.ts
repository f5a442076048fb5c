/** Practice hosts on the network: what answers there is a session host like a real one. */
import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { startEntry } from './entry.ts'
import type { LabEvents } from './events.ts'
import type { FaultSpec } from './fault.ts'
import { Front, type FrontPlace } from './front.ts'
import { LabHost } from './host.ts'
import { openLab } from './lab.ts'
import { DEFAULT_SESSIONS, type LabSession, sessionsOf } from './seed.ts'
import { type LabUser, LabUsers } from './users.ts'

/** Which hosts there are, where, and how they misbehave. */
export interface LabNetworkOptions {
  /** How many hosts: Server1, Server2, … Default 2. */
  readonly hosts?: number | undefined
  /** How many users' sessions each has. Default: those of every practice host. */
  readonly sessions?: number | undefined
  /** Whether sessions own processes, which are real. Default true. */
  readonly processes?: boolean | undefined
  /** How all hosts misbehave, or each by its position from 0. Default: not at all. */
  readonly fault?: FaultSpec | null | ((index: number) => FaultSpec | null) | undefined
  /** Where they listen. Default: on 127.0.0.1, each on a port that is free. */
  readonly places?: readonly FrontPlace[] | undefined
}

/** One of them as a client needs it. */
export interface NetworkLabHost {
  readonly name: string
  /** "127.0.0.1:40123" */
  readonly address: string
}

/** Practice hosts that were opened together. Disposal ends them and all processes of their sessions. */
export interface NetworkLab extends AsyncDisposable {
  readonly hosts: readonly NetworkLabHost[]
  readonly users: readonly LabUser[]
  /** Messages as they come up in the sessions of all hosts. */
  readonly events: EventEmitter<Pick<LabEvents, 'message'>>
}

/** @throws LogoffError NOT_SUPPORTED where processes are wanted and the system has none of Linux's */
export async function openNetworkLab(options: LabNetworkOptions = {}): Promise<NetworkLab> {
  const { hosts = 2, sessions, processes = true, fault = null, places = [] } = options
  const names = Array.from({ length: hosts }, (_, i) => `Server${i + 1}`)
  const seeds = sessions === undefined ? DEFAULT_SESSIONS : sessionsOf(sessions)
  const events: NetworkLab['events'] = new EventEmitter()
  const users = new LabUsers()
  const source = processes ? await withProcesses(names, seeds) : withoutProcesses(names, seeds)
  const fronts: Front[] = []
  const close = async () => {
    await Promise.all(fronts.map((front) => front[Symbol.asyncDispose]()))
    await source[Symbol.asyncDispose]()
    users[Symbol.dispose]()
  }
  try {
    for (const [i, name] of names.entries()) {
      const host = async () => heard(await source.host(i), events)
      const spec = typeof fault === 'function' ? fault(i) : fault
      fronts.push(await Front.open({ name, users, fault: spec, host }, places[i] ?? ANYWHERE))
    }
  } catch (error) {
    await close()
    throw error
  }
  const addresses = fronts.map(({ name, address }) => ({ name, address }))
  return { hosts: addresses, users: users.all, events, [Symbol.asyncDispose]: close }
}

const ANYWHERE: FrontPlace = { address: '127.0.0.1', port: 0 }

/** Makes hosts, or has made them. */
interface Source extends AsyncDisposable {
  host(index: number): Promise<LabHost>
}

async function withProcesses(hosts: readonly string[], sessions: readonly LabSession[]): Promise<Source> {
  const remote = sessions.map((seed) => ({ ...seed, current: false }))
  const lab = await openLab({ hosts, sessions: remote })
  return { host: async (index) => lab.hosts[index]!, [Symbol.asyncDispose]: () => lab.close() }
}

/** A host is made when its first client comes, so that a large fleet costs little. */
function withoutProcesses(hosts: readonly string[], sessions: readonly LabSession[]): Source {
  const mark = randomUUID()
  return {
    async host(index) {
      const name = hosts[index]!
      const place = { host: name, local: false, mark, processes: false }
      return new LabHost(name, await Promise.all(sessions.map((seed) => startEntry(seed, place))))
    },
    async [Symbol.asyncDispose]() {},
  }
}

function heard(host: LabHost, events: NetworkLab['events']): LabHost {
  host.events.on('message', (message) => events.emit('message', message))
  return host
}
