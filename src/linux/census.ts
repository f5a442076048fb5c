/** Finds every process of a kind, also among those that are made while it looks. */
import { parseMounts } from './mounts.ts'
import { processIds, readKernelFile } from './proc.ts'

/**
 * The processes for which `isMember` holds, where membership is inherited and never gained otherwise. A plain look
 * through /proc misses a crowd in which each process makes its successor and exits. This one goes on with every number
 * given out since it began until none is new, so an empty answer proves that none is left: a process whose number was
 * given out and who is not yet to be seen has a living parent, and the parent was seen.
 */
export function census(isMember: (pid: number) => boolean): number[] {
  return survey(isMember).found
}

/** What was found, and whether that is all. */
export interface Survey {
  readonly found: number[]
  /** Whether every process that there was at its end has been looked at. */
  readonly complete: boolean
}

/** How often the newest are looked at where it is plain already that some are left. */
const MAX_PASSES = 50

/** The same, for a look at which nobody need be missing. */
export function survey(isMember: (pid: number) => boolean): Survey {
  for (;;) {
    let last = lastPid()
    const found = processIds().filter(isMember)
    for (let pass = 0; ; pass++) {
      const now = lastPid()
      if (now === null || last === null) return { found, complete: false }
      if (now === last) return { found, complete: true }
      if (pass >= MAX_PASSES && found.length > 0) return { found, complete: false }
      if (now < last) break // the numbers began anew: look again
      for (let pid = last + 1; pid <= now; pid++) if (isMember(pid)) found.push(pid)
      last = now
    }
  }
}

/** Whether an empty census is a proof on this machine: the kernel must tell which number it gave out last. */
export function censusProves(): boolean {
  return lastPid() !== null
}

let source: 'ns_last_pid' | 'loadavg' | 'none' | undefined

function lastPid(): number | null {
  source ??= findSource()
  if (source === 'none') return null
  const text = readKernelFile(source === 'loadavg' ? '/proc/loadavg' : '/proc/sys/kernel/ns_last_pid') ?? ''
  return parseLastPid(text)
}

// In a container /proc/loadavg may be a mount of its own with another machine's numbers.
function findSource(): 'ns_last_pid' | 'loadavg' | 'none' {
  if (readKernelFile('/proc/sys/kernel/ns_last_pid') !== null) return 'ns_last_pid'
  const replaced = parseMounts(readKernelFile('/proc/self/mounts') ?? '').some(
    ({ folder }) => folder === '/proc/loadavg',
  )
  return replaced || readKernelFile('/proc/loadavg') === null ? 'none' : 'loadavg'
}

/** The last field of /proc/loadavg, or the number that stands alone in ns_last_pid. */
export function parseLastPid(text: string): number | null {
  const last = /(\d+)\s*$/.exec(text)?.[1]
  return last === undefined ? null : Number(last)
}
