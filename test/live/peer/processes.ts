/** The processes of a peer as the kernel has them, read from this machine. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cgroup2, pidsOf } from './cgroup.ts'
import { hasSystemd, type PeerKind } from './kind.ts'

/** A process of a peer. */
export interface PeerProcess {
  /** Its number on the peer. */
  readonly pid: number
  /** Its parent's number on the peer, 0 for init. */
  readonly parent: number
  readonly uid: number
  readonly user: string
  readonly command: string
  /** The audit session, null where none was set. */
  readonly auditSession: number | null
  /** The user that the audit session belongs to, null where none was set. */
  readonly auditUser: string | null
  /** The control group as the peer names it: "/user.slice/user-1000.slice/session-4.scope". */
  readonly cgroup: string
  readonly ignoresTerm: boolean
  /** NAME=value, as it was when the program started. */
  readonly environment: readonly string[]
}

/** Which processes are meant; all that is given must fit. */
export interface ProcessFilter {
  readonly user?: string
  /** A session by the id that its host has for it; on a host without logind its audit session. */
  readonly session?: string
  /** NAME=value in the environment. */
  readonly variable?: string
}

/** The control group, at the top of a peer, of the commands that a test runs there; they are not the peer's own. */
export const commandsGroup = 'peer-commands'

const unset = 4294967295

/** SIGTERM, number 15, in a mask of signals. */
const sigterm = 1 << 14

/** Reads all processes of the control group that a peer lives in; correct only while that is frozen. */
export function readProcesses(label: string, initPid: number): PeerProcess[] {
  const users = readUsers(initPid)
  const top = topGroupOf(initPid)
  const hostPids = pidsOf(join(cgroup2, label))
  const numbers = new Map<number, number>()
  const all = hostPids.flatMap((hostPid) => readProcess(hostPid, users, top, numbers) ?? [])
  const found = all.filter(({ cgroup }) => cgroup !== `/${commandsGroup}`)
  return found.map(({ hostParent, ...process }) => ({ ...process, parent: numbers.get(hostParent) ?? 0 }))
}

/** Whether a process is among those meant. */
export function selects(filter: ProcessFilter, kind: PeerKind): (process: PeerProcess) => boolean {
  return (process) =>
    (filter.user === undefined || process.user === filter.user) &&
    (filter.session === undefined || belongsTo(process, filter.session, kind)) &&
    (filter.variable === undefined || process.environment.includes(filter.variable))
}

function belongsTo(process: PeerProcess, session: string, kind: PeerKind): boolean {
  if (kind === 'posix') return process.auditSession === Number(session)
  const parts = process.cgroup.split('/')
  return hasSystemd(kind) ? parts.includes(`session-${session}.scope`) : parts[1] === session
}

function readProcess(hostPid: number, users: Map<number, string>, top: string, numbers: Map<number, number>) {
  const file = (name: string) => readFileSync(`/proc/${hostPid}/${name}`, 'utf8')
  try {
    const status = file('status')
    const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.split(/\s+/) ?? []
    if (field('State')[0] === 'Z' || field('State')[0] === 'X') return null
    const [uid, pid] = [Number(field('Uid')[0]), Number(field('NSpid').at(-1))]
    if (field('NSpid').length < 2) return null
    numbers.set(hostPid, pid)
    const [auditSession, auditUid] = [Number(file('sessionid')), Number(file('loginuid'))]
    const command = file('cmdline').split('\0').join(' ').trim()
    return {
      ...{ pid, uid, hostParent: Number(field('PPid')[0]), user: users.get(uid) ?? String(uid) },
      command: command === '' ? `[${field('Name').join(' ')}]` : command,
      auditSession: auditSession === unset ? null : auditSession,
      auditUser: auditUid === unset ? null : (users.get(auditUid) ?? String(auditUid)),
      ignoresTerm: (Number.parseInt(field('SigIgn')[0]?.slice(-8) ?? '', 16) & sigterm) !== 0,
      cgroup: cgroupOf(hostPid).slice(top.length) || '/',
      environment: file('environ').split('\0').filter(Boolean),
    }
  } catch {
    return null // ignored: a process that was already ending when everything froze
  }
}

/** The cgroup2 group of this machine that is the peer's topmost. */
export function topGroupOf(initPid: number): string {
  return cgroupOf(initPid).replace(/\/(init\.scope)?$/, '')
}

function cgroupOf(hostPid: number): string {
  return /^0::(.*)$/m.exec(readFileSync(`/proc/${hostPid}/cgroup`, 'utf8'))?.[1] ?? '/'
}

function readUsers(initPid: number): Map<number, string> {
  const lines = readFileSync(`/proc/${initPid}/root/etc/passwd`, 'utf8').split('\n').filter(Boolean)
  return new Map(lines.map((line) => line.split(':')).map(([name = '', , uid]) => [Number(uid), name]))
}
