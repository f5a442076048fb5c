/** The sessions of a peer by its own tools, or by its processes where it has no such tool. */
import type { PeerHost } from './host.ts'
import type { PeerProcess } from './processes.ts'

/** A session as its host describes it; what the host does not know is ''. */
export interface PeerSession {
  readonly id: string
  readonly user: string
  /** The process that logged in. */
  readonly leader: number
  readonly seat: string
  /** "pts/0", or '' without a terminal. */
  readonly tty: string
  readonly display: string
  /** "active", "online", "closing", … */
  readonly state: string
  readonly class: string
  readonly type: string
  readonly service: string
  readonly remoteHost: string
}

/** Lists what the host has: loginctl on those with logind, else audit sessions and ssh logins without one. */
export async function readSessions(host: PeerHost): Promise<PeerSession[]> {
  return host.kind === 'posix' ? sessionsOf(await host.processes()) : await listWithLoginctl(host)
}

async function listWithLoginctl(host: PeerHost): Promise<PeerSession[]> {
  const { stdout } = await host.exec(['loginctl', 'list-sessions', '--no-legend'])
  const ids = stdout.split('\n').flatMap((line) => line.trim().split(/\s+/)[0] || [])
  if (ids.length === 0) return []
  // A session may end between the two commands: what is still there is shown all the same.
  const shown = await host.exec(['loginctl', 'show-session', ...ids], { mayFail: true })
  return shown.stdout.split('\n\n').filter(Boolean).map(parseProperties)
}

function parseProperties(text: string): PeerSession {
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  return {
    ...{ id: value('Id'), user: value('Name'), leader: Number(value('Leader')) },
    ...{ seat: value('Seat'), tty: value('TTY'), display: value('Display'), state: value('State') },
    ...{ class: value('Class'), type: value('Type'), service: value('Service'), remoteHost: value('RemoteHost') },
  }
}

function sessionsOf(processes: readonly PeerProcess[]): PeerSession[] {
  const leaders = processes.filter(({ uid, command }) => uid === 0 && /^sshd(-session)?: .* \[priv\]$/.test(command))
  const audited = new Set(processes.flatMap(({ auditSession }) => auditSession ?? []))
  return [
    ...[...audited].map((id) => auditedSession(id, processes, leaders)),
    ...leaders.filter(({ auditSession }) => auditSession === null).map(({ pid }) => plainSession(pid, processes)),
  ]
}

function auditedSession(id: number, processes: readonly PeerProcess[], leaders: readonly PeerProcess[]): PeerSession {
  const user = processes.find(({ auditSession }) => auditSession === id)?.auditUser ?? ''
  const leader = leaders.find(({ auditSession }) => auditSession === id)
  return { ...unknown, id: String(id), user, leader: leader?.pid ?? 0, state: leader ? 'active' : 'closing' }
}

function plainSession(leader: number, processes: readonly PeerProcess[]): PeerSession {
  const user = processes.find(({ parent, uid }) => parent === leader && uid !== 0)?.user ?? ''
  return { ...unknown, id: '', user, leader, state: 'active' }
}

const unknown = { seat: '', tty: '', display: '', class: 'user', type: '', service: 'sshd', remoteHost: '' }
