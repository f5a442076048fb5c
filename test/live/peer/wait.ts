/** Waiting for something to become true, with a deadline. */
import { setTimeout as delay } from 'node:timers/promises'

/** What a wait is for and how long it may take. */
export interface WaitOptions {
  /** Completes the sentence "Waited in vain for …". */
  readonly what: string
  readonly deadlineMs?: number
}

/** Resolves with the first value of `condition` that is neither false, null nor undefined; rejects at the deadline. */
export async function waitFor<T>(
  condition: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  { what, deadlineMs = 30_000 }: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    const value = await condition()
    if (value !== false && value !== null && value !== undefined) return value
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}: ${deadlineMs} ms`)
    await delay(10)
  }
}

/** Settles like `promise`, or rejects at the deadline. */
export async function within<T>(promise: Promise<T>, { what, deadlineMs = 30_000 }: WaitOptions): Promise<T> {
  using timer = deadlineTimer(what, deadlineMs)
  return await Promise.race([promise, timer.expired])
}

function deadlineTimer(what: string, deadlineMs: number): Disposable & { expired: Promise<never> } {
  const { promise, reject } = withRejection()
  const timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}: ${deadlineMs} ms`)), deadlineMs)
  return { expired: promise, [Symbol.dispose]: () => clearTimeout(timer) }
}

function withRejection(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => {}
  const promise = new Promise<never>((_, fail) => {
    reject = fail
  })
  return { promise, reject }
}
