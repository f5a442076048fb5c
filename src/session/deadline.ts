/** Waiting that ends in time. */

/**
 * Runs `work` until it is done or `ms` are over; says which. An abort of `signal` rejects with its reason. The signal
 * that `work` receives is aborted at the deadline, and where the work fails.
 */
export async function within(
  ms: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  signal?.throwIfAborted()
  const over = new AbortController()
  const reason = new Error(`not done within ${ms} ms`)
  const timer = setTimeout(() => over.abort(reason), ms)
  const abort = () => over.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await abortable(work(over.signal), over.signal)
    return true
  } catch (error) {
    if (error === reason) return false
    // What else the work waits for is not waited for any longer.
    over.abort(error)
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** Settles like `promise`, or rejects with `signal.reason` once `signal` aborts. */
export function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(
      (value) => {
        signal.removeEventListener('abort', abort)
        resolve(value)
      },
      (error) => {
        signal.removeEventListener('abort', abort)
        reject(error)
      },
    )
  })
}
