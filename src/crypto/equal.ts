/** Comparison of signatures in a time that does not tell where they differ. */
import { timingSafeEqual } from 'node:crypto'

/** Whether two byte strings are the same; only their lengths show in the time it takes. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
