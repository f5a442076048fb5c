/** What was measured, as lines of ratios. */

/** The times of both sides of a comparison, in milliseconds, taken in turn. */
export interface Times {
  readonly ours: number[]
  readonly theirs: number[]
}

/** Which time of many stands for them: start-ups are compared by the shortest, log-offs by the middle one. */
export type Statistic = 'minimum' | 'median'

/** A comparison and how far ours may be from theirs. */
export interface Comparison {
  readonly what: string
  readonly statistic: Statistic
  /** Null where nothing is promised. */
  readonly most: number | null
  readonly times: Times
}

/** Takes the times of two things in turn, so that what disturbs one disturbs the other. */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Times> {
  const times: Times = { ours: [], theirs: [] }
  for (let round = 0; round < rounds; round += 1) {
    times.theirs.push(await theirs())
    times.ours.push(await ours())
  }
  return times
}

/** One line for a comparison: both times, their ratio, what it may be. */
export function lineOf({ what, statistic, most, times }: Comparison): string {
  const [ours, theirs] = [of(times.ours, statistic), of(times.theirs, statistic)]
  const ratio = ours / theirs
  const figures = [ours, theirs].map((ms) => `${ms.toFixed(1)} ms`.padStart(10)).join('')
  const limit = most === null ? '' : `at most ${most} ×, `
  const verdict = most === null || ratio <= most ? '' : '  MISSED'
  return `${what.padEnd(58)}${figures}${ratio.toFixed(2).padStart(8)} ×  (${limit}${statistic})${verdict}`
}

function of(times: readonly number[], statistic: Statistic): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[statistic === 'minimum' ? 0 : Math.floor(sorted.length / 2)] ?? Number.NaN
}
