/** Who sits at which terminal, by /run/utmp: a hint, for no service need write it and some systems have none. utmp(5). */
import { readFileSync } from 'node:fs'
import { isErrno } from '../../linux/errno.ts'

/** One line of a user who is logged on. */
export interface UtmpLine {
  readonly pid: number
  /** Below /dev. */
  readonly terminal: string
  /** '' for a login at the machine itself. */
  readonly host: string
}

/** Offsets and lengths in bytes of the record, the same on every machine that keeps 32-bit times in it. */
const RECORD_LENGTH = 384
const PID_OFFSET = 4
const LINE = { offset: 8, length: 32 }
const HOST = { offset: 76, length: 256 }

const USER_PROCESS = 7

/** The lines of the machine; none where the file is missing or of another form. */
export function readUtmp(): UtmpLine[] {
  try {
    return parseUtmp(readFileSync('/run/utmp'))
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES')) return []
    throw error
  }
}

/** Reads the lines of users; the type of a record is a 16-bit number at its start. */
export function parseUtmp(bytes: Buffer): UtmpLine[] {
  if (bytes.length % RECORD_LENGTH !== 0) return []
  const starts = Array.from({ length: bytes.length / RECORD_LENGTH }, (_, index) => index * RECORD_LENGTH)
  return starts
    .map((start) => bytes.subarray(start, start + RECORD_LENGTH))
    .filter((record) => record.readInt16LE(0) === USER_PROCESS)
    .map((record) => ({
      pid: record.readInt32LE(PID_OFFSET),
      terminal: textAt(record, LINE),
      host: textAt(record, HOST),
    }))
}

function textAt(record: Buffer, { offset, length }: { readonly offset: number; readonly length: number }): string {
  const field = record.subarray(offset, offset + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? length : end)
}
