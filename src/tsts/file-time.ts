/** Times on the wire: 100-nanosecond intervals since 1601-01-01 UTC. [MS-DTYP] 2.3.3 */
import { hyper } from '../rpc/ndr/scalars.ts'
import { type Codec, mapped } from '../wire/codec.ts'

const TICKS_PER_MS = 10_000n
/** From 1601-01-01 to 1970-01-01. */
const EPOCH_MS = 11_644_473_600_000n
/** The first moment of the year 10000, from which on dates have no four-digit year. */
const END_MS = 253_402_300_800_000n

/** A moment in whole milliseconds; null stands for 0 (never) and for what lies beyond the calendar. */
export const FILETIME: Codec<Date | null> = mapped(hyper, toFileTime, fromFileTime)

/** The moment of a FILETIME, or null where it names none. */
export function fromFileTime(ticks: bigint): Date | null {
  if (ticks <= 0n) return null
  const ms = ticks / TICKS_PER_MS - EPOCH_MS
  return ms >= END_MS ? null : new Date(Number(ms))
}

/** The FILETIME of a moment; null is 0. */
export function toFileTime(date: Date | null): bigint {
  if (date === null) return 0n
  return (BigInt(date.getTime()) + EPOCH_MS) * TICKS_PER_MS
}
