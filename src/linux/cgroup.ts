/** Control groups of the second version: who is in one, waiting until it is empty, killing all in it. cgroups(7). */
import { existsSync, readdirSync, statfsSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CallOptions } from '../session/host.ts'
import { errnoError, isErrno } from './errno.ts'
import { parseMounts } from './mounts.ts'
import { readKernelFile } from './proc.ts'

/** Where the second version is mounted: /sys/fs/cgroup, or below it beside the first; null where it is not. */
export function unifiedMount(): string | null {
  if (isUnified(USUAL_MOUNT)) return USUAL_MOUNT
  const mounts = parseMounts(readKernelFile('/proc/self/mounts') ?? '')
  return mounts.find(({ type }) => type === 'cgroup2')?.folder ?? null
}

const USUAL_MOUNT = '/sys/fs/cgroup'

/** CGROUP2_SUPER_MAGIC. statfs(2) */
const CGROUP2 = 0x6367_7270

function isUnified(folder: string): boolean {
  try {
    return statfsSync(folder).type === CGROUP2
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES')) return false
    throw errnoError(`statfs ${folder}`, error)
  }
}

/** The numbers of all processes in the group and in those below it. */
export function processesInCgroup(folder: string): number[] {
  return occupiedCgroups(folder).flatMap(({ pids }) => pids)
}

/** A group that processes are in themselves. */
export interface OccupiedCgroup {
  readonly folder: string
  readonly pids: readonly number[]
}

/** Those of the group and of those below it that hold processes. */
export function occupiedCgroups(folder: string): OccupiedCgroup[] {
  // For Node an error is dearer than a look.
  if (!existsSync(folder)) return []
  const pids = (readKernelFile(join(folder, 'cgroup.procs')) ?? '').split('\n').filter(Boolean).map(Number)
  const below = groupsBelow(folder).flatMap((name) => occupiedCgroups(join(folder, name)))
  return pids.length > 0 ? [{ folder, pids }, ...below] : below
}

/** Whether any process is in the group or below it. */
function isPopulated(folder: string): boolean {
  return existsSync(folder) && parsePopulated(readKernelFile(join(folder, 'cgroup.events')) ?? '')
}

/** Reads the text of cgroup.events. */
export function parsePopulated(text: string): boolean {
  return /^populated 1$/m.test(text)
}

/**
 * Sends SIGKILL to all in the group and below it, atomically against fork; false where the group has gone.
 * @throws StatusError EACCES
 */
export function killCgroup(folder: string): boolean {
  try {
    writeFileSync(join(folder, 'cgroup.kill'), '1')
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENODEV')) return false
    throw errnoError(`write ${folder}/cgroup.kill`, error)
  }
}

/** Makes a process one of the group's; false where the group takes none, or is not ours to change. */
export function moveInto(folder: string, pid: number): boolean {
  try {
    writeFileSync(join(folder, 'cgroup.procs'), String(pid))
    return true
  } catch (error) {
    if (isErrno(error)) return false
    throw error
  }
}

/** Resolves once no process is left in the group or below it, at the kernel's own word. */
export async function untilEmpty(folder: string, { signal }: CallOptions = {}): Promise<void> {
  signal?.throwIfAborted()
  if (!isPopulated(folder)) return
  await new Promise<void>((resolve, reject) => {
    const watcher = watchEvents(folder, check)
    const timer = setInterval(check, RECHECK_MS)
    const abort = () => done(() => reject(signal?.reason))
    function done(settle: () => void) {
      watcher.close()
      clearInterval(timer)
      signal?.removeEventListener('abort', abort)
      settle()
    }
    function check() {
      if (!isPopulated(folder)) done(resolve)
    }
    signal?.addEventListener('abort', abort, { once: true })
    check()
  })
}

/** The kernel's word is lost where the group is removed as soon as it is empty. */
const RECHECK_MS = 100

/** How often a group is looked at where the kernel has no inotify watch left for us. */
const POLL_MS = 25

function watchEvents(folder: string, onChange: () => void): { close(): void } {
  const poll = () => {
    const timer = setInterval(onChange, POLL_MS)
    return { close: () => clearInterval(timer) }
  }
  try {
    const watcher = watch(join(folder, 'cgroup.events'), onChange)
    let closing = () => watcher.close()
    watcher.on('error', () => {
      watcher.close()
      closing = poll().close
    })
    return { close: () => closing() }
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOSPC', 'EMFILE')) return poll()
    throw errnoError(`watch ${folder}/cgroup.events`, error)
  }
}

function groupsBelow(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENODEV')) return []
    throw errnoError(`read ${folder}`, error)
  }
}
