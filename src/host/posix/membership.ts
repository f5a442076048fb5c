/** Who belongs to a login, looked at again and again while it is being ended. */
import type { PosixProcess, Snapshot } from './snapshot.ts'

/** Tells the processes of one login from all others. */
export interface Membership {
  /** Those in a snapshot. */
  among(snapshot: Snapshot): PosixProcess[]
  /** Those that run now; `visit` is called with each as soon as it is seen. */
  look(visit?: (process: PosixProcess) => void): PosixProcess[]
  /** Whether a snapshot with none of them proves that none is left, although the user's processes go on forking. */
  isProvenBy(snapshot: Snapshot): boolean
}
