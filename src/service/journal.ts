/** What the service tells an administrator, a line at a time: for systemd's journal or for a person. sd-daemon(3) */
import { fstatSync } from 'node:fs'

/** How much a line matters. */
export type Level = 'error' | 'warning' | 'notice' | 'info'

/** Writes one line. */
export type Journal = (level: Level, line: string) => void

/** Where the lines go. */
export interface JournalOptions {
  /** Writes a line to `descriptor`. */
  readonly write: (line: string) => void
  readonly descriptor: number
  /** JOURNAL_STREAM: which stream the journal reads, by the numbers of its device and its inode. */
  readonly stream: string | undefined
}

/** The priorities of syslog(3). */
const PRIORITIES: Readonly<Record<Level, number>> = { error: 3, warning: 4, notice: 5, info: 6 }

/** A journal whose lines begin with their priority where systemd reads them. */
export function openJournal({ write, descriptor, stream }: JournalOptions): Journal {
  const isRead = stream !== undefined && stream === streamOf(descriptor)
  return (level, line) => write(isRead ? `<${PRIORITIES[level]}>${line}` : line)
}

function streamOf(descriptor: number): string {
  try {
    const { dev, ino } = fstatSync(descriptor, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return '' // ignored: a descriptor that is closed is read by nobody
  }
}
