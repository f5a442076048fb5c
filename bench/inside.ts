/** Runs on a peer: measures the library and logind's own tool there, from the call to the answer. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { open } from '../src/index.ts'
import type { Session } from '../src/session/session.ts'

/** What to measure; `ids` are sessions to end. */
export interface Order {
  readonly measure: 'list' | 'listByTool' | 'end' | 'endByTool'
  readonly ids: readonly string[]
}

const order: Order = JSON.parse(process.argv[2] ?? '{}')
process.stdout.write(`${await milliseconds(order)}\n`)

async function milliseconds({ measure, ids }: Order): Promise<number> {
  switch (measure) {
    case 'list':
      return await timed(async () => {
        await using host = await open()
        await host.list()
      })
    case 'listByTool':
      return await timed(async () => loginctl('list-sessions'))
    case 'end':
      return await end(ids)
    case 'endByTool':
      return await timed(async () => {
        loginctl('terminate-session', ...ids)
        await untilDeleted(ids)
      })
  }
}

async function end(ids: readonly string[]): Promise<number> {
  await using host = await open()
  const sessions = (await host.list()).filter(({ id }) => ids.includes(id))
  if (sessions.length !== ids.length) throw new Error(`only ${sessions.length} of ${ids.length} sessions are there`)
  return await timed(async () => {
    const results = await Promise.all(sessions.map((session: Session) => host.logoff(session)))
    const other = results.find(({ outcome }) => outcome !== 'loggedOff')
    if (other) throw new Error(`a session ended as ${other.outcome}`, { cause: other.error })
  })
}

function loginctl(...args: string[]): void {
  const { status, stderr } = spawnSync('loginctl', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** Resolves once logind has deleted its records of the sessions. */
async function untilDeleted(ids: readonly string[]): Promise<void> {
  const left = new Set(ids)
  while (left.size > 0) {
    for (const id of left) if (!existsSync(`/run/systemd/sessions/${id}`)) left.delete(id)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
