/** FILETIME values: 100-nanosecond intervals since 1601-01-01 UTC. [MS-DTYP] 2.3.3 */

/** Milliseconds from 1601-01-01 to 1970-01-01. */
const EPOCH_MS = 11_644_473_600_000n
/** The end of the year 9999: what lies behind it is no time but a word for "never". */
const LAST_MS = 253_402_300_799_999n

/** The time; null for 0 and for what lies outside the calendar. */
export function dateOf(filetime: bigint): Date | null {
  if (filetime <= 0n) return null
  const ms = filetime / 10_000n - EPOCH_MS
  return ms > LAST_MS ? null : new Date(Number(ms))
}

/** A time that lies as far back as `filetime` lies before `now` on the clock that measured both. */
export function ageOf(filetime: bigint, now: bigint): Date | null {
  if (dateOf(filetime) === null || dateOf(now) === null) return dateOf(filetime)
  const age = Number((now - filetime) / 10_000n)
  return new Date(Date.now() - Math.max(0, age))
}
