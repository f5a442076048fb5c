/** What the service takes of its machine: memory, descriptors, processor time, with its helpers. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { cgroup2, pidsOf } from '../../test/live/peer/cgroup.ts'
import { topGroupOf } from '../../test/live/peer/processes.ts'
import type { ServeHost } from '../../test/live/serve/host.ts'

/** At one moment. */
export interface Footprint {
  /** Megabytes of the service itself, and with its helpers. */
  readonly pss: number
  readonly pssWithHelpers: number
  readonly descriptors: number
  readonly helpers: number
}

/** The service's processes, itself first. */
function processesOf(host: ServeHost): readonly number[] {
  const all = pidsOf(groupOf(host))
  const isNode = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('node')
  return [...all].sort((a, b) => Number(isNode(b)) - Number(isNode(a)))
}

function groupOf(host: ServeHost): string {
  return join(cgroup2, topGroupOf(host.peer.initPid), 'system.slice/logoff-serve.service')
}

/** Reads it. */
export function footprint(host: ServeHost): Footprint {
  const pids = processesOf(host)
  const sizes = pids.map(pssOf)
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0)
  return {
    pss: sizes[0] ?? Number.NaN,
    pssWithHelpers: sum(sizes),
    descriptors: readdirSync(`/proc/${pids[0]}/fd`).length,
    helpers: pids.length - 1,
  }
}

/** Kilobytes in smaps_rollup. proc(5) */
function pssOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1]) / 1024
}

/** Percent of one processor that the service takes within so many seconds. */
export async function processorShare(host: ServeHost, seconds: number): Promise<number> {
  const before = usage(host)
  await delay(seconds * 1000)
  return (usage(host) - before) / seconds / 10_000
}

/** Microseconds. */
function usage(host: ServeHost): number {
  return Number(/^usage_usec (\d+)$/m.exec(readFileSync(join(groupOf(host), 'cpu.stat'), 'utf8'))?.[1])
}
