/** What an interrupt does. */

/** What a process hears interrupts by and can end with. */
export type Interruptible = Pick<NodeJS.Process, 'on' | 'exit'>

/** An interrupt that comes so much later than the first is another one: `timeout` sends each twice. */
const ANOTHER_MS = 500

/** The first interrupt asks what is under way to stop; at another one the process ends where it stands. */
export function abortOnInterrupt(interrupt: AbortController, process: Interruptible): void {
  let first = 0
  process.on('SIGINT', () => {
    if (interrupt.signal.aborted && performance.now() - first > ANOTHER_MS) process.exit(130)
    if (interrupt.signal.aborted) return
    first = performance.now()
    interrupt.abort(new Error('interrupted'))
  })
}
