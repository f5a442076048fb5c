/** The control group that a peer lives in, one in every hierarchy that this machine has. */
import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readIfAny } from './read.ts'
import { waitFor } from './wait.ts'

const mounts = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd'].filter((path) =>
  existsSync(join(path, 'cgroup.procs')),
)

/** Where this machine has its cgroup2 tree. */
export const cgroup2 = mounts.find((path) => existsSync(join(path, 'cgroup.controllers'))) ?? '/sys/fs/cgroup'

/** Makes a control group and returns the files to which a process writes its pid to enter it. */
export function makeCgroup(name: string): string[] {
  for (const mount of mounts) mkdirSync(join(mount, name), { recursive: true })
  return mounts.map((mount) => join(mount, name, 'cgroup.procs'))
}

/** Removes a control group with all below it; true once nothing of it is left. */
export function removeCgroup(name: string): boolean {
  return mounts.map((mount) => removeTree(join(mount, name))).every(Boolean)
}

/** Kills every process of a control group and below it. */
export function killCgroup(name: string): void {
  const file = join(cgroup2, name, 'cgroup.kill')
  if (existsSync(file)) writeFileSync(file, '1')
}

/** The host's pids of all processes in a cgroup2 group and below it. */
export function pidsOf(path: string): number[] {
  const own = readIfAny(join(path, 'cgroup.procs')).split('\n').filter(Boolean).map(Number)
  return [...own, ...childrenOf(path).flatMap(pidsOf)]
}

/** Runs `work` while nothing in the group can run, fork or end. */
export async function whileFrozen<T>(name: string, work: () => T): Promise<T> {
  const path = join(cgroup2, name)
  try {
    writeFileSync(join(path, 'cgroup.freeze'), '1')
    await waitFor(() => readIfAny(join(path, 'cgroup.events')).includes('frozen 1'), { what: `${name} to freeze` })
    return work()
  } finally {
    writeFileSync(join(path, 'cgroup.freeze'), '0')
  }
}

function childrenOf(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name))
  } catch {
    return [] // ignored: groups come and go
  }
}

function removeTree(path: string): boolean {
  for (const child of childrenOf(path)) removeTree(child)
  try {
    rmdirSync(path)
  } catch {
    return !existsSync(path)
  }
  return true
}
