/** Reading one named part of a message, so that failures and traces say where it lies. */
import { inField } from './decode-error.ts'
import type { Reader } from './reader.ts'

/** Runs `run` inside the field `name`. */
export function within<R>(r: Reader, name: string, run: () => R): R {
  r.trace?.enter(name)
  try {
    const value = run()
    r.trace?.leave(value)
    return value
  } catch (error) {
    throw inField(error, name)
  }
}
