/** Moments that a host's clock says, on this machine's clock. */

/** What the question and its answer may have taken on their way: a smaller difference is none. */
const ON_THE_WAY_MS = 2_000

/** The moment by our clock, where `now` is what the host's clock says and `here` what ours does; null stays null. */
export function byOurClock(moment: Date | null, now: Date | null, here = new Date()): Date | null {
  if (moment === null || now === null) return moment
  const differenceMs = here.getTime() - now.getTime()
  return Math.abs(differenceMs) < ON_THE_WAY_MS ? moment : new Date(moment.getTime() + differenceMs)
}
