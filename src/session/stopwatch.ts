/** How long something takes. */

/** Starts; what it returns tells how many whole milliseconds have passed since. */
export function stopwatch(): () => number {
  // The same clock as performance.now(), for which Node must first load ten modules.
  const started = process.uptime()
  return () => Math.round((process.uptime() - started) * 1000)
}
