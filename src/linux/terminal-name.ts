/** The names of terminals, which the kernel gives as device numbers. */
import { readKernelFile } from './proc.ts'

/** Unix 98 pseudo-terminals. */
const PTS_FIRST_MAJOR = 136
const PTS_LAST_MAJOR = 143
const MINORS_PER_MAJOR = 256

/** Virtual consoles and serial lines. */
const TTY_MAJOR = 4
const SERIAL_FIRST_MINOR = 64

/** The name below /dev ("pts/0", "tty3", "ttyS0") of a device number as in /proc/PID/stat; null for no terminal. */
export function terminalName(device: number): string | null {
  if (device === 0) return null
  const { major, minor } = splitDevice(device)
  if (major >= PTS_FIRST_MAJOR && major <= PTS_LAST_MAJOR) {
    return `pts/${(major - PTS_FIRST_MAJOR) * MINORS_PER_MAJOR + minor}`
  }
  if (major === TTY_MAJOR) return minor < SERIAL_FIRST_MINOR ? `tty${minor}` : `ttyS${minor - SERIAL_FIRST_MINOR}`
  return /^DEVNAME=(.+)$/m.exec(readKernelFile(`/sys/dev/char/${major}:${minor}/uevent`) ?? '')?.[1] ?? null
}

/** The parts of a device number: bits 0-7 and 20-31 are the minor, 8-19 the major. */
export function splitDevice(device: number): { major: number; minor: number } {
  return { major: (device >>> 8) & 0xfff, minor: (device & 0xff) | ((device >>> 12) & 0xfff00) }
}
