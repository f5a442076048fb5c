/** Writes to a user's terminal without ever hanging on it. */
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { StatusError } from '../errors.ts'
import type { CallOptions } from '../session/host.ts'
import { errnoError, isErrno } from './errno.ts'

/** How long a terminal may refuse to take more, as after Ctrl+S. */
const STUCK_MS = 1_000
const RETRY_MS = 20

/**
 * Writes `text` to the terminal of that name below /dev.
 * @throws StatusError EACCES where it belongs to another user, EAGAIN where its user has halted it, ENOTTY where it is no terminal
 */
export async function writeTerminal(name: string, text: string, { signal }: CallOptions = {}): Promise<void> {
  const path = `/dev/${name}`
  const operation = `write ${path}`
  const terminal = open(path)
  try {
    if (!fstatSync(terminal).isCharacterDevice()) throw status(operation, 'ENOTTY', 25)
    await writeAll(terminal, operation, Buffer.from(text), signal)
  } finally {
    closeSync(terminal)
  }
}

function open(path: string): number {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch (error) {
    throw errnoError(`open ${path}`, error)
  }
}

async function writeAll(terminal: number, operation: string, bytes: Buffer, signal: AbortSignal | undefined) {
  const deadline = performance.now() + STUCK_MS
  let written = 0
  while (written < bytes.length) {
    try {
      written += writeSync(terminal, bytes, written)
    } catch (error) {
      if (!isErrno(error, 'EAGAIN') || performance.now() > deadline) throw errnoError(operation, error)
      await delay(RETRY_MS, undefined, { signal }).catch((error) => {
        throw signal?.aborted ? signal.reason : error
      })
    }
  }
}

function status(operation: string, symbol: string, value: number): StatusError {
  return new StatusError(operation, { space: 'errno', value, symbol })
}
