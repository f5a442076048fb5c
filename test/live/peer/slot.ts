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

/** Gives the number back. */
export function releaseSlot(slot: Slot): void {
  discard(String(slot.number))
}

/** Clears away what processes left that were killed before they could. */
async function reclaim(): Promise<void> {
  for (const entry of readdirSync(root)) {
    const [pid = '', started = ''] = readIfAny(join(root, entry, 'owner')).split(' ')
    if (pid === '' || startTimeOf(Number(pid)) === started) continue
    const label = labelOf(Number(pid), Number(entry))
    killCgroup(label)
    await waitFor(() => removeCgroup(label), { what: `what is left of ${label} to end` })
    discard(entry)
  }
}

/** Removes a folder whole at once: an empty one could be taken for a free number while the rest is removed. */
function discard(entry: string): void {
  const gone = join(root, `${entry}.gone-${process.pid}`)
  try {
    renameSync(join(root, entry), gone)
  } catch {
    return // ignored: another process was first
  }
  rmSync(gone, { recursive: true, force: true })
}

function labelOf(pid: number, number: number): string {
  return `lp${number}-${pid}`
}

/** Field 22 of /proc/PID/stat, '' when there is no such process. */
function startTimeOf(pid: number): string {
  const stat = readIfAny(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
