/** Small files that outlive the service: whole or as they were before, and for nobody else to read. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isErrno } from '../../linux/errno.ts'

/** The value in a file; null where there is none, or none that can be read as JSON. */
export function readState(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (isErrno(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw error
  }
}

/** Puts `value` in the place of what the file held, at once. */
export function writeState(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Removes a file; one that is gone already is all right. */
export function removeState(file: string): void {
  rmSync(file, { force: true })
}

/** The files in a folder that were written whole. */
export function statesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
