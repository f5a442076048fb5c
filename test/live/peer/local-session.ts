/** Sessions that do not come over the network: on the seat, of a greeter, in the background. For hosts with systemd. */
import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import type { PeerHost } from './host.ts'
import type { PeerSession } from './sessions.ts'
import { waitFor } from './wait.ts'

/** What kind of session it is. */
export interface SeatOptions {
  /** Whether it is in front on the seat; behind another one it is not. */
  readonly active: boolean
  readonly class?: 'user' | 'greeter'
  /** An X display such as ":7", for which a server is started in the session. */
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
  const variables = [
    ...['XDG_SEAT=seat0', 'XDG_SESSION_TYPE=x11', `XDG_SESSION_CLASS=${options.class ?? 'user'}`],
    ...(options.display === undefined ? [] : [`DISPLAY=${options.display}`]),
  ]
  const login = ['-p', 'PAMName=login', '-p', `User=${user}`, ...variables.flatMap((variable) => ['-E', variable])]
  const session = await openLocalSession(host, user, (script) => [...login, '/bin/bash', '-c', script])
  await activate(host, options.active ? session.id : (before?.id ?? ''))
  if (options.display !== undefined) await startDisplay(host, session, options.display)
  return session
}

/** Opens a session of class background, as a service that runs a command by su does. */
export function openBackgroundSession(host: PeerHost, user: string): Promise<LocalSession> {
  return openLocalSession(host, user, (script) => ['/usr/bin/su', '-l', user, '-c', script])
}

async function openLocalSession(
  host: PeerHost,
  user: string,
  unitOf: (script: string) => string[],
): Promise<LocalSession> {
  const unit = `peer-${randomBytes(4).toString('hex')}`
  const pipe = `/run/${unit}`
  await host.exec(['sh', '-euc', 'mkfifo -m 600 "$1"; chown "$2" "$1"', 'sh', pipe, user])
  await host.exec(['systemd-run', '--quiet', '--collect', `--unit=${unit}`, ...unitOf(`exec bash <>${pipe}`)])
  const { stdout } = await host.exec(['systemctl', 'show', '--property=MainPID', '--value', unit])
  const session = await waitFor(async () => (await host.sessions()).find(({ leader }) => leader === Number(stdout)), {
    what: `the session of ${user} in ${unit}`,
  })
  return { ...session, send: (line) => appendFileSync(host.path(pipe), `${line}\n`) }
}

async function activate(host: PeerHost, id: string): Promise<void> {
  await host.exec(['loginctl', 'activate', id])
  const inFront = async () => (await host.sessions()).some((session) => session.id === id && session.state === 'active')
  await waitFor(inFront, { what: `session ${id} to come to the front` })
}

async function startDisplay(host: PeerHost, session: LocalSession, display: string): Promise<void> {
  session.send(`xauth -q add ${display} . "$(mcookie)"`)
  session.send(`Xvfb ${display} -auth ~/.Xauthority -extension GLX -nolisten tcp >/dev/null 2>&1 &`)
  const probe = { user: session.user, env: { DISPLAY: display }, mayFail: true }
  const answers = async () => (await host.exec(['xdotool', 'getdisplaygeometry'], probe)).code === 0
  await waitFor(answers, { what: `the X server ${display}` })
}
