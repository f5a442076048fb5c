/** When processes started, as dates. */
import { StatusError } from '../errors.ts'
import { readKernelFile } from './proc.ts'

/** Clock ticks per second in /proc: USER_HZ is 100 on every machine that Node runs on. */
const TICKS_PER_SECOND = 100

let boot: number | undefined

/** The date of so many clock ticks after boot; to a second. */
export function dateOfTicks(ticks: number): Date {
  boot ??= readBootTime()
  return new Date(boot + (ticks * 1000) / TICKS_PER_SECOND)
}

// Read once: setting the clock moves the boot time, and a process would seem to be another one.
function readBootTime(): number {
  const time = parseBootTime(readKernelFile('/proc/stat') ?? '')
  if (time !== null) return time
  throw new StatusError('read /proc/stat', { space: 'errno', value: null, symbol: 'ENODATA' }, 'no boot time')
}

/** The milliseconds from 1970 to boot in the text of /proc/stat. */
export function parseBootTime(text: string): number | null {
  const seconds = /^btime (\d+)$/m.exec(text)?.[1]
  return seconds === undefined ? null : Number(seconds) * 1000
}
