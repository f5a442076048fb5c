/** What was measured behind Samba, a line for each figure with its limit. */

/** A figure, and what it may be at most. */
export interface Figure {
  readonly what: string
  readonly value: number
  /** Null where it is told for comparison. */
  readonly most: number | null
  readonly unit: string
  /** What stands beside it, for the reader. */
  readonly beside?: string
}

/** One line; it ends in MISSED where the limit is not met. */
export function figureLine({ what, value, most, unit, beside = '' }: Figure): string {
  const limit = most === null ? '' : `  (at most ${most} ${unit})${value <= most ? '' : '  MISSED'}`
  const figure = `${value.toFixed(value < 100 ? 2 : 0)} ${unit}`.padStart(12)
  return `${what.padEnd(64)}${figure}${limit}${beside === '' ? '' : `  ${beside}`}`
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** How long it takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
