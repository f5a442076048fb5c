/** The same work on many hosts at once, each failing for itself. */
import { setMaxListeners } from 'node:events'
import pMap from 'p-map'
import { LogoffError } from '../errors.ts'
import type { OpenOptions } from '../host/open.ts'
import type { Target } from '../host/target.ts'
import type { SessionHost } from '../session/host.ts'
import { stopwatch } from '../session/stopwatch.ts'

/** Opens the host that a target means. */
export type Open = (target: Target, options: OpenOptions) => Promise<SessionHost>

/** How many hosts are worked on at the same time. */
const CONCURRENCY = 64

/** What came of the work on one host: its value, or why there is none. */
export type Answer<T> = { readonly target: Target; readonly elapsedMs: number } & (
  | { readonly value: T; readonly error: null }
  | { readonly value: null; readonly error: LogoffError }
)

/** How the hosts are opened, and who is told. */
export interface FanOutOptions<T> extends OpenOptions {
  /** Told of each answer as it comes. */
  readonly onAnswer?: (answer: Answer<T>) => Promise<void>
}

/** Opens each target, does `work` there and closes it again; answers in the order of the targets. */
export async function onEach<T>(
  targets: readonly Target[],
  open: Open,
  work: (host: SessionHost, target: Target) => Promise<T>,
  { onAnswer, ...options }: FanOutOptions<T>,
): Promise<Answer<T>[]> {
  const one = async (target: Target): Promise<Answer<T>> => {
    const answer = await answerOf(target, open, work, options)
    await onAnswer?.(answer)
    return answer
  }
  // All hosts listen to the one interrupt, which is no leak.
  if (options.signal) setMaxListeners(0, options.signal)
  return await pMap(targets, one, { concurrency: CONCURRENCY, ...(options.signal && { signal: options.signal }) })
}

async function answerOf<T>(
  target: Target,
  open: Open,
  work: (host: SessionHost, target: Target) => Promise<T>,
  options: OpenOptions,
): Promise<Answer<T>> {
  const elapsed = stopwatch()
  try {
    await using host = await open(target, options)
    const value = await work(host, target)
    return { target, value, error: null, elapsedMs: elapsed() }
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof LogoffError)) throw error
    return { target, value: null, error, elapsedMs: elapsed() }
  }
}
