/** Sessions that do not come over the network: on the seat, of a greeter, in the background. */
import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import type { PeerHost } from './host.ts'
import { hasSystemd } from './kind.ts'
import { readIfAny } from './read.ts'
import type { PeerSession } from './sessions.ts'
import { waitFor } from './wait.ts'

/** What kind of session it is. */
export interface SeatOptions {
  /** Whether it is in front on the seat; behind another one it is not. */
  readonly active: boolean
  readonly class?: 'user' | 'greeter'
  /** An X display such as ":7", for which a server is started in the session. For hosts with systemd. */
  readonly display?: string
}

/** A session with a shell that takes commands. */
export interface LocalSession extends PeerSession {
  /** Types a line into the session's shell. */
  send(line: string): void
}

/** Opens a graphical session on seat0, as a display manager does. */
export async function openSeatSession(host: PeerHost, user: string, options: SeatOptions): Promise<LocalSession> {
  const before = (await host.sessions()).find(({ seat, state }) => seat === 'seat0' && state === 'active')
  if (!options.active && before === undefined) throw new Error('A session behind another one needs the other one')
  const parameters = [user, options.class ?? 'user', options.display ?? '']
  const opened = await openLocalSession(host, user, (pipe) => ['/opt/peer/display-login.pl', ...parameters, pipe])
  await activate(host, options.active ? opened.id : (before?.id ?? ''))
  if (options.display !== undefined) await startDisplay(host, opened, options.display)
  const session = (await host.sessions()).find(({ id }) => id === opened.id)
  return { ...opened, ...session }
}

/** Opens a session of class background, as a service that runs a command by su does. */
export function openBackgroundSession(host: PeerHost, user: string): Promise<LocalSession> {
  return openLocalSession(host, user, (pipe) => ['/usr/bin/su', '-l', user, '-c', `exec bash <>${pipe}`])
}

async function openLocalSession(
  host: PeerHost,
  user: string,
  serviceOf: (pipe: string) => string[],
): Promise<LocalSession> {
  const pipe = `/run/peer-${randomBytes(4).toString('hex')}`
  await host.exec(['sh', '-euc', 'mkfifo -m 600 "$1"; chown "$2" "$1"', 'sh', pipe, user])
  const start = hasSystemd(host.kind) ? ['systemd-run', '--quiet', '--collect'] : ['setsid', '--fork']
  await host.exec([...start, '/opt/peer/service.sh', pipe, ...serviceOf(pipe)])
  const isReady = ({ leader, state }: PeerSession) => leader === leaderOf(host, pipe) && state !== 'opening'
  const session = await waitFor(async () => (await host.sessions()).find(isReady), {
    what: `the session of ${user}, see ${host.path(pipe)}.log`,
  })
  return { ...session, send: (line) => appendFileSync(host.path(pipe), `${line}\n`) }
}

function leaderOf(host: PeerHost, pipe: string): number {
  return Number(readIfAny(host.path(`${pipe}.pid`)) || Number.NaN)
}

async function activate(host: PeerHost, id: string): Promise<void> {
  await host.exec(['loginctl', 'activate', id])
  const inFront = async () => (await host.sessions()).some((session) => session.id === id && session.state === 'active')
  await waitFor(inFront, { what: `session ${id} to come to the front` })
}

async function startDisplay(host: PeerHost, session: LocalSession, display: string): Promise<void> {
  session.send(`xauth -q add ${display} . "$(mcookie)"`)
  session.send(`Xvfb ${display} -auth ~/.Xauthority -extension GLX -nolisten tcp >/dev/null 2>&1 &`)
  const probe = { user: session.user, env: { DISPLAY: display, HOME: `/home/${session.user}` }, mayFail: true }
  const answers = async () => (await host.exec(['xdotool', 'getdisplaygeometry'], probe)).code === 0
  await waitFor(answers, { what: `the X server ${display}` })
}
