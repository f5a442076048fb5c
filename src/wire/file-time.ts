/** Windows' time of day: 100-nanosecond intervals since 1601-01-01 UTC. [MS-DTYP] 2.3.3 */

/** Milliseconds from 1601-01-01 to 1970-01-01, UTC. */
const EPOCH_DIFFERENCE = 11_644_473_600_000n

/** A FILETIME from a date. */
export function fileTime(date: Date): bigint {
  return (BigInt(date.getTime()) + EPOCH_DIFFERENCE) * 10_000n
}
