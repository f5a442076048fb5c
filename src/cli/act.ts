/** Acts on hosts and reports what came of it. */
import { LogoffError } from '../errors.ts'
import { type Answer, onEach } from '../farm/fan-out.ts'
import type { Target } from '../host/target.ts'
import { outcomeOf } from '../session/end.ts'
import type { SessionHost } from '../session/host.ts'
import type { Outcome, Result } from '../session/result.ts'
import type { Session } from '../session/session.ts'
import { stopwatch } from '../session/stopwatch.ts'
import type { Call } from './command.ts'
import { openingFor } from './network.ts'
import { conclude, report } from './report.ts'

/** Does `work` on each target and reports its results as they come; answers the exit code. */
export async function act(
  call: Call,
  targets: readonly Target[],
  work: (host: SessionHost, target: Target) => Promise<readonly Result[]>,
): Promise<number> {
  using opening = await openingFor(call, targets)
  const answers = await onEach(targets, call.open, work, {
    ...opening.options,
    onAnswer: async (answer) => {
      for (const result of resultsOf(answer)) await report(call, result)
    },
  })
  return await conclude(call, answers.flatMap(resultsOf))
}

/** Turns a call that throws into a result: `outcome` where it went well, else what was refused or failed. */
export async function resultFrom(
  host: SessionHost,
  session: Session | null,
  work: () => Promise<Outcome>,
): Promise<Result> {
  const elapsed = stopwatch()
  try {
    const outcome = await work()
    return { ...EMPTY, host: host.name, session, outcome, elapsedMs: elapsed() }
  } catch (error) {
    if (!(error instanceof LogoffError)) throw error
    return { ...EMPTY, host: host.name, session, outcome: outcomeOf(error), error, elapsedMs: elapsed() }
  }
}

/** A result for what could not be found or done at all. */
export function failure(host: string, error: LogoffError, elapsedMs: number): Result {
  return { ...EMPTY, host, session: null, outcome: outcomeOf(error), error, elapsedMs }
}

const EMPTY = { error: null, killed: [], remaining: [], notes: [] }

function resultsOf({ target, value, error, elapsedMs }: Answer<readonly Result[]>): readonly Result[] {
  if (error === null) return value
  return [failure(target.name, error, elapsedMs)]
}
