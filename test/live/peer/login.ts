/** A real login over ssh, with its shell. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { PeerHost } from './host.ts'
import type { PeerSession } from './sessions.ts'
import { sshEnvironment } from './ssh.ts'
import { waitFor } from './wait.ts'

/** How a user logs in. */
export interface LoginOptions {
  /** With a terminal. */
  readonly tty?: boolean
  /** What runs in the session, by default a shell that takes `send()`. */
  readonly command?: string
  /** False: through the sshd without PAM of a host without systemd, so the session has no audit id. */
  readonly audit?: boolean
}

/** How a login ended. */
export interface LoginEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A login that is a session of the peer. */
export interface PeerLogin extends PeerSession, AsyncDisposable {
  /** The ssh client. */
  readonly child: ChildProcess
  /** The process that runs in the session, on the peer. */
  readonly shell: number
  /** Settles when the ssh client has ended. */
  readonly closed: Promise<LoginEnd>
  /** What the session has shown so far. */
  output(): string
  /** Types a line into the session's shell. */
  send(line: string): void
}

/** Logs in and resolves once the peer lists the login as a session. */
export async function openLogin(host: PeerHost, user: string, options: LoginOptions = {}): Promise<PeerLogin> {
  const child = spawn('ssh', sshArguments(host, user, options), { env: sshEnvironment() })
  const closed: Promise<LoginEnd> = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  const text = collect(child)
  const dispose = async () => {
    child.kill('SIGKILL')
    await closed
  }
  try {
    const marker = /peer:([^:]*):(\d+):(\d+)\r?\n/
    const seen = () => failIfEnded(child, text) ?? marker.exec(text.out)
    const match = await waitFor(seen, { what: `the login of ${user}`, deadlineMs: 30_000 })
    const [id, audit, shell] = [match[1] ?? '', Number(match[2]), Number(match[3])]
    const session = await sessionOf(host, { id, audit, shell })
    return {
      ...session,
      ...{ child, shell, closed },
      output: () => text.out.slice(match.index + match[0].length),
      send: (line) => child.stdin.write(`${line}\n`),
      [Symbol.asyncDispose]: dispose,
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

function sshArguments(host: PeerHost, user: string, options: LoginOptions): string[] {
  // The first line tells which session this is; dollars are for the session's shell.
  const marker = `printf 'peer:%s:%s:%s\\n' "$XDG_SESSION_ID" "$(cat /proc/self/sessionid)" "$$"`
  const port = options.audit === false ? '2222' : '22'
  const terminal = options.tty ? '-tt' : '-T'
  return [terminal, '-p', port, `${user}@${host.address}`, `${marker}; exec ${options.command ?? 'bash'}`]
}

function collect(child: ChildProcess): { out: string; err: string } {
  const text = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk
  })
  child.stdin?.on('error', () => {}) // ignored: typing into a session that has just ended
  return text
}

function failIfEnded(child: ChildProcess, text: { out: string; err: string }): null {
  if (child.exitCode === null && child.signalCode === null) return null
  throw new Error(`ssh ended before the login was a session: ${text.err}${text.out}`)
}

interface LoginMark {
  readonly id: string
  readonly audit: number
  readonly shell: number
}

async function sessionOf(host: PeerHost, mark: LoginMark): Promise<PeerSession> {
  const leader = await leaderOf(host, mark.shell)
  const isIt = (session: PeerSession) =>
    host.kind === 'posix' ? session.leader === leader : session.id === mark.id && session.state !== 'opening'
  return await waitFor(async () => (await host.sessions()).find(isIt), { what: `the session of pid ${mark.shell}` })
}

/** The nearest ancestor that is root's: the half of sshd that opened the session. */
async function leaderOf(host: PeerHost, shell: number): Promise<number> {
  const all = new Map((await host.processes()).map((process) => [process.pid, process]))
  let process = all.get(shell)
  while (process !== undefined && process.uid !== 0) process = all.get(process.parent)
  return process?.pid ?? 0
}
