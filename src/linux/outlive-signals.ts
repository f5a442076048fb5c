/** Lets this process outlive the signals that end its own session, so that it can finish what it began. */

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const

/** Ignores SIGTERM and SIGHUP until the answer is called. */
export function outliveSignals(): () => void {
  const ignore = () => {}
  for (const signal of SIGNALS) process.on(signal, ignore)
  return () => {
    for (const signal of SIGNALS) process.off(signal, ignore)
  }
}
