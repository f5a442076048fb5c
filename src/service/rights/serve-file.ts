/** The file of `tsctl serve`: how much one caller may take, and who may do what. */
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { LogoffError, type ServeFileProblem } from '../../errors.ts'
import { isErrno } from '../../linux/errno.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Granted } from './permissions.ts'

/** Where it is unless the command line says otherwise. */
export const SERVE_FILE = '/etc/logoff/serve.toml'

/** What no caller can exceed. */
export interface Limits {
  /** Connections at a time. */
  readonly callers: number
  /** Bytes of one request, all its fragments together. */
  readonly reassembledBytes: number
  /** Context handles of one connection. */
  readonly handles: number
  /** How long an incomplete step may take, in milliseconds. */
  readonly stepMs: number
}

/** Who is meant: any of these. */
export interface Principals {
  /** Accounts of this machine by name, or DOMAIN\user. */
  readonly users: readonly string[]
  /** Unix groups by name; one of a domain is named by its SID. */
  readonly groups: readonly string[]
  readonly sids: readonly string[]
}

/** What some may do with the sessions of others. */
export interface Grant extends Principals {
  readonly rights: readonly Granted[]
}

/** The whole file. */
export interface ServeFile {
  readonly limits: Limits
  readonly grants: readonly Grant[]
}

/** What is wrong with it. */
export interface ServeFileFault {
  readonly problem: ServeFileProblem
  /** Counts from 1; 0 where it is about no line. */
  readonly line: number
  /** The parser's words, the key or the value in question, or the system's error code. */
  readonly detail: string
}

/** What holds without a file. */
export const DEFAULTS: ServeFile = {
  limits: { callers: 256, reassembledBytes: 1_048_576, handles: 64, stepMs: 30_000 },
  grants: [{ users: ['root'], groups: ['sudo', 'wheel'], sids: ['S-1-5-32-544'], rights: ['full-control'] }],
}

/**
 * What the file at `path` says; the defaults where there is none.
 * @throws LogoffError SERVE_FILE_UNUSABLE
 */
export async function loadServeFile(path: string, { signal }: CallOptions = {}): Promise<ServeFile> {
  let source: string
  try {
    source = await readFile(path, { encoding: 'utf8', signal })
  } catch (error) {
    signal?.throwIfAborted()
    if (isErrno(error, 'ENOENT')) return DEFAULTS
    const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw unusable(path, { problem: 'unreadable', line: 0, detail })
  }
  const { readServeFile } = await import('./serve-toml.ts')
  const read = readServeFile(source)
  if ('problem' in read) throw unusable(path, read)
  return read
}

function unusable(file: string, fault: ServeFileFault): LogoffError {
  return new LogoffError('SERVE_FILE_UNUSABLE', { host: hostname(), file, ...fault })
}
