/** One line of /proc/PID/stat. proc_pid_stat(5). */

/** The fields in use. */
export interface ProcessStat {
  readonly pid: number
  /** The kernel's name of it, at most 15 bytes. */
  readonly name: string
  /** One letter: R, S, D, T (stopped), t (traced), Z, X. */
  readonly state: string
  readonly parent: number
  readonly group: number
  /** The process group session (setsid), which is no user's session. */
  readonly processSession: number
  /** Device number of the controlling terminal; 0 for none. */
  readonly terminal: number
  readonly threadCount: number
  /** Clock ticks from boot to its start. */
  readonly startTicks: number
}

/** Reads the line, or null where it is none. The name may hold spaces and parentheses. */
export function parseStat(line: string): ProcessStat | null {
  const open = line.indexOf('(')
  const close = line.lastIndexOf(')')
  if (open < 1 || close < open) return null
  const fields = line.slice(close + 2).split(' ')
  if (fields.length < 20) return null
  return {
    pid: Number(line.slice(0, open)),
    name: line.slice(open + 1, close),
    state: fields[0]!,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    processSession: Number(fields[3]),
    terminal: Number(fields[4]),
    threadCount: Number(fields[17]),
    startTicks: Number(fields[19]),
  }
}

/** Whether code of it still runs: a zombie is only an entry, unless its other threads outlive the first. */
export function isRunning({ state, threadCount }: ProcessStat): boolean {
  return (state !== 'Z' && state !== 'X') || threadCount > 1
}

/** Whether a signal such as SIGSTOP holds it. */
export function isStopped({ state }: ProcessStat): boolean {
  return state === 'T'
}
