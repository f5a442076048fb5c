/** The processes of a practice session as callers see them: real ones, under the name of the session's user. */
import { dateOfTicks } from '../../linux/clock.ts'
import type { Process } from '../../session/process.ts'
import type { LabEntry } from './entry.ts'

/** Those that run. */
export function processesOf({ session, tree }: LabEntry): Process[] {
  return (tree?.processes() ?? []).map(({ pid, name, startTicks }) => ({
    ...{ pid, name, user: session.user, sessionId: session.id },
    started: dateOfTicks(startTicks),
  }))
}
