/** The lines of /proc/PID/status. proc_pid_status(5). */

/** The lines in use. */
export interface ProcessStatus {
  /** The process that this entry belongs to; another number for a thread. */
  readonly threadGroup: number
  /** The real user ID. */
  readonly uid: number
  /** The user ID it can return to; another one in a setuid program. */
  readonly savedUid: number
}

/** Reads the lines, or null where they are none. */
export function parseStatus(text: string): ProcessStatus | null {
  const threadGroup = /^Tgid:\t(\d+)$/m.exec(text)
  const uids = /^Uid:\t(\d+)\t\d+\t(\d+)\t/m.exec(text)
  if (!threadGroup || !uids) return null
  return { threadGroup: Number(threadGroup[1]), uid: Number(uids[1]), savedUid: Number(uids[2]) }
}
