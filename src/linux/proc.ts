/** Reads /proc; every answer is null where the process has gone or may not be looked at. */
import { readdirSync, readFileSync } from 'node:fs'
import { parseAuditId } from './audit.ts'
import { parseEnviron } from './environ.ts'
import { errnoError, isErrno } from './errno.ts'
import { type ProcessStat, parseStat } from './stat.ts'
import { type ProcessStatus, parseStatus } from './status.ts'

/** The numbers of all processes, rising. */
export function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => name >= '1' && name < ':')
    .map(Number)
    .sort((a, b) => a - b)
}

/** Name, state, parent and start of a process. */
export function readStat(pid: number): ProcessStat | null {
  return parsed(`/proc/${pid}/stat`, parseStat)
}

/** The owner of a process. */
export function readStatus(pid: number): ProcessStatus | null {
  return parsed(`/proc/${pid}/status`, parseStatus)
}

/** The audit session of a process; null also where no login has set one. */
export function readAuditSession(pid: number): number | null {
  return parsed(`/proc/${pid}/sessionid`, parseAuditId)
}

/** The user who logged on to the audit session of a process; null also where no login has set one. */
export function readLoginUid(pid: number): number | null {
  return parsed(`/proc/${pid}/loginuid`, parseAuditId)
}

/** The environment that a process was started with; for its owner and root alone. */
export function readEnviron(pid: number): Map<string, string> | null {
  return parsed(`/proc/${pid}/environ`, parseEnviron)
}

/** The arguments of a process; empty for one of the kernel's own. */
export function readArguments(pid: number): string[] | null {
  return parsed(`/proc/${pid}/cmdline`, (text) => text.replace(/\0$/, '').split('\0'))
}

/** A file of the kernel as text, or null where there is none or it is not for us. */
export function readKernelFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'EINVAL', 'ENODEV', 'ENOTDIR')) return null
    throw errnoError(`read ${path}`, error)
  }
}

function parsed<T>(path: string, parse: (text: string) => T): T | null {
  const text = readKernelFile(path)
  return text === null ? null : parse(text)
}
