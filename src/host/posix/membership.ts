/** Who belongs to a login, looked at again and again while it is being ended. */
import type { PosixProcess } from './snapshot.ts'

export interface Membership {
  /** Whether an empty last answer proves that none is left, although the user's processes go on forking. */
  readonly proves: boolean
  /** Those that run now; `visit` is called with each as soon as it is seen. */
  look(visit?: (process: PosixProcess) => void): PosixProcess[]
}
