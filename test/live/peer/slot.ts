/** The number of a peer on this machine: its network, its folder and its names follow from it. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { removeCgroup } from './cgroup.ts'
import { readIfAny } from './read.ts'

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
export function takeSlot(): Slot {
  mkdirSync(root, { recursive: true, mode: 0o755 })
  reclaim()
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
  rmSync(slot.folder, { recursive: true, force: true })
}

/** Clears away what processes left that were killed before they could. */
function reclaim(): void {
  for (const entry of readdirSync(root)) {
    const [pid = '', started = ''] = readIfAny(join(root, entry, 'owner')).split(' ')
    if (pid === '' || startTimeOf(Number(pid)) === started) continue
    const gone = `${entry}.gone-${process.pid}`
    try {
      renameSync(join(root, entry), join(root, gone))
    } catch {
      continue // ignored: another process was first
    }
    removeCgroup(labelOf(Number(pid), Number(entry)))
    rmSync(join(root, gone), { recursive: true, force: true })
  }
}

function labelOf(pid: number, number: number): string {
  return `lp${number}-${pid}`
}

/** Field 22 of /proc/PID/stat, '' when there is no such process. */
function startTimeOf(pid: number): string {
  const stat = readIfAny(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
