/** The service's session host at work on a peer: runs one scene and prints what came of it as JSON. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { LogoffError } from '../../../src/errors.ts'
import { openServiceHost } from '../../../src/service/host/open.ts'
import type { ServiceHost } from '../../../src/service/host/service-host.ts'
import type { SessionEvent } from '../../../src/session/host.ts'

const run = promisify(execFile)
const stateFolder = '/run/service-host'

const [scene = '', ...args] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify(await play())}\n`)

function play(): Promise<object> {
  switch (scene) {
    case 'list':
      return list()
    case 'restart':
      return restart(args)
    case 'same':
      return same(args)
    case 'deaf':
      return deaf()
    case 'cutOff':
      return cutOff(args[0] ?? '')
    case 'takeUp':
      return takeUp()
    case 'speed':
      return speed()
    default:
      throw new Error(`no scene ${scene}`)
  }
}

/** What is listed, and found by its number. */
async function list(): Promise<object> {
  await using host = await openServiceHost({ stateFolder })
  const sessions = await host.list()
  const found = await Promise.all(sessions.map(({ id }) => host.find(id)))
  return { sessions, found: found.map((each) => each?.user) }
}

/** A list before and right after a command that restarts something, and the events of a login after it. */
async function restart(command: readonly string[]): Promise<object> {
  await using host = await openServiceHost({ stateFolder })
  const over = new AbortController()
  const events: SessionEvent[] = []
  const hearing = hear(host, events, over.signal)
  const before = await host.list()
  const [program = '', ...rest] = command
  const restarted = run(program, rest)
  const during = await Promise.all(Array.from({ length: 20 }, () => host.list()))
  await restarted
  const started = performance.now()
  const after = await host.list()
  const elapsedMs = performance.now() - started
  await login('bob')
  const bob = await until(async () => (await host.list()).find(({ user }) => user === 'bob'))
  await until(async () => events.some(({ type, id }) => type === 'created' && id === bob.id))
  over.abort(new Error('over'))
  await hearing
  const ids = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id)
  return { before: ids(before), during: during.map(ids), after: ids(after), elapsedMs, bob: bob.id, events }
}

async function hear(host: ServiceHost, events: SessionEvent[], signal: AbortSignal): Promise<void> {
  try {
    for await (const event of host.watch({ signal })) events.push(event)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** What a host that remembers lists after each command, and what one lists that was opened just then. */
async function same(commands: readonly string[]): Promise<object> {
  await using host = await openServiceHost({ stateFolder })
  const lists: object[] = []
  for (const command of commands) {
    await host.list()
    await run('sh', ['-euc', command])
    const remembered = await host.list({ brief: true })
    await using fresh = await openServiceHost({ stateFolder })
    lists.push({ remembered, fresh: await fresh.list({ brief: true }) })
  }
  return { lists }
}

/** What a caller is told when logind is stopped and the bus is new, and when logind goes on. */
async function deaf(): Promise<object> {
  await using host = await openServiceHost({ stateFolder })
  await host.list()
  await run('systemctl', ['kill', '--signal=STOP', 'systemd-logind.service'])
  await run('systemctl', ['kill', '--signal=KILL', 'dbus.service'])
  const started = performance.now()
  const error: unknown = await host.list().catch((error: unknown) => error)
  const elapsedMs = performance.now() - started
  await run('systemctl', ['kill', '--signal=KILL', 'systemd-logind.service'])
  const sessions = await until(() => host.list().catch(() => false as const))
  const code = error instanceof LogoffError ? error.code : String(error)
  return { code, elapsedMs, users: sessions.map(({ user }) => user) }
}

/** Accepts a log-off of a session that does not end, and is killed. */
async function cutOff(id: string): Promise<object> {
  const host = await openServiceHost({ stateFolder })
  const session = await host.find(id)
  if (!session) throw new Error(`no session ${id}`)
  void host.onBehalfOf('LAB\\admin').logoff(session, { graceMs: 1_000 })
  process.kill(process.pid, 'SIGKILL')
  return {}
}

/** What came of that after the next start. */
async function takeUp(): Promise<object> {
  const taken: object[] = []
  await using _host = await openServiceHost({
    stateFolder,
    onTakenUp: ({ action, who, result }) => taken.push({ action, who, outcome: result?.outcome ?? null }),
  })
  return await until(async () => taken[0])
}

/** How long it takes to list all sessions, in milliseconds: the first time, and the median of many times after that. */
async function speed(): Promise<object> {
  await using host = await openServiceHost({ stateFolder })
  const times: number[] = []
  for (let count = 0; count < 101; count += 1) {
    const started = performance.now()
    await host.list()
    times.push(performance.now() - started)
  }
  const [first = 0, ...later] = times
  later.sort((a, b) => a - b)
  return { count: (await host.list()).length, firstMs: first, medianMs: later[later.length >> 1] }
}

async function login(user: string): Promise<void> {
  const unit = [
    '-p',
    'PAMName=login',
    '-p',
    `User=${user}`,
    '-E',
    'XDG_SESSION_CLASS=user',
    '-E',
    'XDG_SESSION_TYPE=tty',
  ]
  await run('systemd-run', ['--quiet', '--collect', ...unit, 'sleep', 'infinity'])
}

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = AbortSignal.timeout(20_000)
  for (;;) {
    const seen = await look()
    if (seen) return seen
    deadline.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
