/** The numbers that sessions have on the network, found by their processes: not every session's own ID is one. */
import { waitFor } from '../peer/wait.ts'
import { openAs } from './callers.ts'
import type { ServeHost } from './host.ts'

/** The numbers of sessions that have a process, in the order of `ids`. */
export async function numbersOf(host: ServeHost, ids: readonly string[]): Promise<number[]> {
  await using admin = await openAs(host, 'admin')
  const found = async () => {
    const [here, there] = await Promise.all([host.peer.processes(), admin.processes()])
    const numbers = new Map(there.map(({ pid, sessionId }) => [pid, Number(sessionId)]))
    const scopes = here.map(({ pid, cgroup }) => [cgroup.split('/'), numbers.get(pid)] as const)
    const all = ids.flatMap((id) => scopes.find(([scope, number]) => number && scope.includes(scopeOf(id)))?.[1] ?? [])
    return all.length === ids.length && all
  }
  return await waitFor(found, { what: `the numbers of the sessions ${ids.join(', ')}`, deadlineMs: 30_000 })
}

function scopeOf(id: string): string {
  return `session-${id}.scope`
}
