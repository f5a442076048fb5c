/** The number of a peer on this machine: its network, its folder and its names follow from it. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { killCgroup, removeCgroup } from './cgroup.ts'
import { readIfAny } from './read.ts'
import { waitFor } from './wait.ts'

const root = '/run/logoff-peers'

/** What one running peer has for itself on this machine. */
export interface Slot {
  readonly number: number
  /** Of its control groups and its end of the network; no other process ever has the same. */
  readonly label: string
  /** Holds what is shared with the peer, and its log. */
  readonly folder: string
}

/** Takes the first number that no living process holds. */
export async function takeSlot(): Promise<Slot> {
  mkdirSync(root, { recursive: true, mode: 0o755 })
  await reclaim()
  const made = mkdtempSync(join(root, 'new-'))
  writeFileSync(join(made, 'owner'), `${process.pid} ${startTimeOf(process.pid)}`)
  mkdirSync(join(made, 'bus'))
  for (let number = 1; number < 255; number++) {
    const folder = join(root, String(number))
    try {
      renameSync(made, folder)
    } catch {
      continue // ignored: the number is taken, since a folder cannot replace one that is not empty
    }
    return { number, label: labelOf(process.pid, number), folder }
  }
  throw new Error(`No number is left for another peer: see ${root}`)
}

/** Gives the number back; whole at once, since an empty folder could be taken for a free number. */
export function releaseSlot(slot: Slot): void {
  const gone = moveAside(String(slot.number))
  if (gone !== null) rmSync(gone, { recursive: true, force: true })
}

/** Clears away what processes left that were killed before they could. */
async function reclaim(): Promise<void> {
  for (const entry of readdirSync(root)) {
    const pid = deadOwnerOf(join(root, entry))
    const gone = pid === null ? null : moveAside(entry)
    if (pid === null || gone === null) continue
    if (deadOwnerOf(gone) === null) {
      renameSync(gone, join(root, entry)) // Another process was faster and a third took the number meanwhile.
      continue
    }
    const label = labelOf(pid, Number.parseInt(entry, 10))
    killCgroup(label)
    await waitFor(() => removeCgroup(label), { what: `what is left of ${label} to end` })
    rmSync(gone, { recursive: true, force: true })
  }
}

function moveAside(entry: string): string | null {
  const gone = join(root, `${entry}.gone-${process.pid}`)
  try {
    renameSync(join(root, entry), gone)
    return gone
  } catch {
    return null // ignored: another process was first
  }
}

/** The process that took a number and is no more; null while it lives or where there is no telling. */
function deadOwnerOf(folder: string): number | null {
  const [pid = '', started = ''] = readIfAny(join(folder, 'owner')).split(' ')
  return pid === '' || startTimeOf(Number(pid)) === started ? null : Number(pid)
}

function labelOf(pid: number, number: number): string {
  return `lp${number}-${pid}`
}

/** Field 22 of /proc/PID/stat, '' when there is no such process. */
function startTimeOf(pid: number): string {
  const stat = readIfAny(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
