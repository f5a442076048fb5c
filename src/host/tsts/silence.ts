/** The end of patience with a host that does not answer. */
import { setMaxListeners } from 'node:events'
import { LogoffError } from '../../errors.ts'

/** How long a host may take for one answer, in milliseconds. */
export const SILENCE_MS = 10_000

export interface Patience {
  /** As the user named it. */
  readonly host: string
  readonly ms: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs `work` with a signal that is aborted when patience ends.
 * @throws LogoffError HOST_SILENT
 */
export async function patiently<T>(
  { host, ms, signal }: Patience,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const over = new AbortController()
  // Of a host with many sessions, as many answers are waited for at once.
  setMaxListeners(0, over.signal)
  const timer = setTimeout(() => over.abort(new LogoffError('HOST_SILENT', { host, seconds: ms / 1000 })), ms)
  const abort = () => over.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await work(over.signal)
  } catch (error) {
    over.signal.throwIfAborted()
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}
