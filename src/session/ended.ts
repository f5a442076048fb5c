/** The end of a session that is already over. */
import type { Ending } from './ending.ts'

/** Of a session that ended by itself before it was asked. */
export const ENDED: Ending = {
  notes: [],
  ask: async () => {},
  gone: async () => {},
  remaining: async () => [],
  kill: async () => {},
  [Symbol.asyncDispose]: async () => {},
}
