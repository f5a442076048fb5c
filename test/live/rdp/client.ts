/** A person with a Remote Desktop client: xfreerdp on a screen of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PeerHost } from '../peer/host.ts'
import type { PeerSession } from '../peer/sessions.ts'
import { waitFor } from '../peer/wait.ts'
import { openScreen, type Screen, untilDeath } from './screen.ts'
import { connectedDisplays } from './service.ts'

/** A client that shows a session of a peer. */
export interface RdpClient extends AsyncDisposable {
  /** The session it shows, as it was then. */
  readonly session: PeerSession
  readonly screen: Screen
  /** The name that the client gives itself. */
  readonly name: string
  /** Settles with its exit code when the client has ended; null where it was killed. */
  readonly closed: Promise<number | null>
  /** What it wrote. */
  output(): string
  /** Cuts the connection, as a client does that loses power. */
  disconnect(): Promise<void>
}

const NAME = 'TESTPC'

/** Starting a session starts an X server and more, on a machine that may be busy. */
const DEADLINE_MS = 60_000

/** Logs a user in, or back in to the session he has; resolves when the session and the window that shows it are there. */
export async function rdpLogin(host: PeerHost, user: string): Promise<RdpClient> {
  const screen = await openScreen()
  const home = mkdtempSync(join(tmpdir(), 'rdp-'))
  const { child, text } = start(host, user, { ...screen.env, HOME: home })
  const closed = once(child, 'close').then(([code]): number | null => code)
  const dispose = async () => {
    child.kill('SIGKILL')
    await closed
    await screen[Symbol.asyncDispose]()
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const session = await shown(host, user, screen, () => failIfEnded(child, text))
    return {
      ...{ session, screen, closed, name: NAME, output: () => text.all },
      async disconnect() {
        child.kill('SIGKILL')
        await closed
      },
      [Symbol.asyncDispose]: dispose,
    }
  } catch (error) {
    const picture = await screen.picture(`failed-${host.kind}-${user}`)
    await dispose()
    throw new Error(`${user} could not log in, see ${picture}: ${text.all.slice(-1000)}`, { cause: error })
  }
}

/** The title of the client's window. */
function titleOf(user: string): string {
  return `Client of ${user}`
}

function start(host: PeerHost, user: string, env: NodeJS.ProcessEnv): { child: ChildProcess; text: { all: string } } {
  const how = ['/cert:ignore', '/size:1024x700', `/title:${titleOf(user)}`, `/client-hostname:${NAME}`]
  const login = [`/v:${host.address}`, `/u:${user}`, `/p:test-${user}`]
  const [program, ...args] = [...untilDeath, 'xfreerdp', ...login, ...how]
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { all: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text.all += chunk
    })
  }
  return { child, text }
}

function failIfEnded({ exitCode, signalCode }: ChildProcess, text: { all: string }): void {
  if (exitCode !== null || signalCode !== null) throw new Error(`xfreerdp ended early: ${text.all}`)
}

async function shown(host: PeerHost, user: string, screen: Screen, check: () => void): Promise<PeerSession> {
  const connected = async () => {
    check()
    const displays = connectedDisplays(host)
    const isIt = (each: PeerSession) => each.service === 'xrdp-sesman' && each.user === user
    return (await host.sessions()).find((each) => isIt(each) && displays.includes(each.display))
  }
  const session = await waitFor(connected, { what: `a session of ${user}`, deadlineMs: DEADLINE_MS })
  const env = { DISPLAY: session.display, HOME: `/home/${user}` }
  const search = ['xdotool', 'search', '--onlyvisible', '--name', `^Session of ${user}$`]
  const there = async () => (await host.exec(search, { user, env, mayFail: true })).code === 0
  await waitFor(there, { what: `the terminal of ${user}`, deadlineMs: DEADLINE_MS })
  const seen = async () => {
    check()
    return (await screen.shows(titleOf(user))) && (await screen.colours()) > 2
  }
  await waitFor(seen, { what: `the window of ${user}'s client`, deadlineMs: DEADLINE_MS })
  return session
}
