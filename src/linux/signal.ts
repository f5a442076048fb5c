/** Sends signals to processes. */
import { errnoError, isErrno } from './errno.ts'

/**
 * Sends a signal; false where the process has gone.
 * @throws StatusError EPERM
 */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    if (isErrno(error, 'ESRCH')) return false
    throw errnoError(`kill ${pid}`, error)
  }
}
