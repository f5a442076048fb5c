/** Tells the user what was done: results of acts as lines, or as one JSON document. */
import { type LogoffError, sentence } from '../errors.ts'
import type { Process } from '../session/process.ts'
import { type Outcome, type Result, succeeded } from '../session/result.ts'
import type { Session } from '../session/session.ts'
import type { Call } from './command.ts'
import { resultsDocument } from './json.ts'
import { localTime } from './local-time.ts'
import type { Announced, Done, Named, NamedProcess, Texts } from './text/catalogue.ts'

/** The sentence for a failure in the user's language. */
export function failureLine({ texts }: Call, error: LogoffError): string {
  return sentence(texts.errors, error.code, error.facts, error.native)
}

/** With /v: says what is about to be done. */
export async function announce(call: Call, act: Announced, session: Session): Promise<void> {
  await verbose(call, () => [call.texts.announce[act](named(session))])
}

/** Lines for /v, made only then. */
export async function verbose(call: Call, lines: () => readonly string[]): Promise<void> {
  if (call.parsed.switches.has('v')) await tell(call, ...lines())
}

/** Lines that were asked for: to standard output, unless a JSON document stands there. */
export async function tell(call: Call, ...lines: readonly string[]): Promise<void> {
  const output = call.parsed.switches.has('json') ? call.stderr : call.stdout
  await output.lines(...lines)
}

/** Says what came of an act on one session: a failure in any case, the rest with /v. */
export async function report(call: Call, result: Result): Promise<void> {
  const { texts, stderr } = call
  const process = (each: Process) => namedProcess(call, each)
  if (result.error) {
    await stderr.lines(failureLine(call, result.error), ...result.remaining.map((each) => texts.remains(process(each))))
  }
  await verbose(call, () =>
    result.outcome === 'processEnded'
      ? result.killed.map((each) => texts.ended(process(each)))
      : doneLines(call, result),
  )
}

function doneLines(call: Call, result: Result): string[] {
  const { texts } = call
  const { session, outcome, killed, notes } = result
  if (!session) return []
  const facts = { ...named(session), seconds: (result.elapsedMs / 1000).toFixed(1) }
  return [
    ...(isDone(texts, outcome) ? [texts.done[outcome](facts)] : []),
    ...killed.map((each) => texts.killed(namedProcess(call, each))),
    ...notes.map((note) => texts.notes[note](session.user)),
  ]
}

/** Prints the document where one is asked for; answers the exit code. */
export async function conclude(call: Call, results: readonly Result[]): Promise<number> {
  if (call.parsed.switches.has('json')) await call.stdout.raw(resultsDocument(results))
  return results.every(succeeded) ? 0 : 1
}

/** A session as sentences name it. */
export function named({ host, id, name, user }: Session): Named {
  return { host, id, name: name || id, user }
}

/** A process as sentences name it. */
function namedProcess({ io }: Call, { pid, name, user, started }: Process): NamedProcess {
  return { pid, name, user, since: started ? localTime(started, io.env) : '' }
}

function isDone({ done }: Texts, outcome: Outcome): outcome is Done {
  return outcome in done
}
