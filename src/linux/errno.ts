/** Failed system calls as status errors. */
import { StatusError } from '../errors.ts'

/**
 * The failure of a system call in our words; anything else is thrown on.
 * @throws whatever `error` is, where it is no failure of a system call
 */
export function errnoError(operation: string, error: unknown): StatusError {
  if (!isErrno(error)) throw error
  return new StatusError(operation, { space: 'errno', value: Math.abs(error.errno), symbol: error.code })
}

/** Whether `error` is a failed system call, and one of `codes` where any are given. */
export function isErrno(error: unknown, ...codes: readonly string[]): error is Error & { errno: number; code: string } {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') return false
  if (!('code' in error) || typeof error.code !== 'string') return false
  return codes.length === 0 || codes.includes(error.code)
}
