/** Which processes are the command itself, when it ends the session that it runs in. */
import { readStat } from './proc.ts'

/** They wait for the command that they started as another user, and pass on to it the signals that they get. */
const WRAPPERS = new Set(['sudo', 'doas', 'su', 'pkexec', 'run0', 'runuser'])

/** This process, and those above it that live exactly as long. */
export function commandProcesses(): ReadonlySet<number> {
  const pids = new Set([process.pid])
  let stat = readStat(process.ppid)
  while (stat && WRAPPERS.has(stat.name)) {
    pids.add(stat.pid)
    stat = readStat(stat.parent)
  }
  return pids
}
