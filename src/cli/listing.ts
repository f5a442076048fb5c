/** Asks every host for a list, and shows one table or one document of them all. */
import { type Answer, onEach } from '../farm/fan-out.ts'
import type { Target } from '../host/target.ts'
import type { SessionHost } from '../session/host.ts'
import type { Call } from './command.ts'
import { targetsFor } from './hosts.ts'
import { openingFor } from './network.ts'
import { failureLine } from './report.ts'
import { withServers } from './table.ts'

/** A kind of list: where its items come from and how they are shown. */
export interface Listing<T> {
  readonly ask: (host: SessionHost, target: Target) => Promise<readonly T[]>
  readonly header: () => string
  readonly row: (item: T) => string
  readonly document: (answers: readonly Answer<readonly T[]>[]) => string
  /** The sentence for an empty list, given the hosts that answered. */
  readonly nobody: (hosts: string) => string
}

/** Shows the lists of all hosts; the exit code is 1 when one failed or nothing was found. */
export async function list<T>(call: Call, listing: Listing<T>): Promise<number> {
  const { parsed, texts, stdout, stderr } = call
  const targets = await targetsFor(call)
  using opening = await openingFor(call, targets)
  const answers = await onEach(targets, call.open, listing.ask, opening.options)
  const failures = answers.flatMap(({ error }) => (error ? [failureLine(call, error)] : []))
  const found = answers.flatMap(({ target, value }) => (value ?? []).map((item) => ({ host: target.name, item })))
  const answered = answers.filter(({ error }) => error === null).map(({ target }) => target)
  if (parsed.switches.has('json')) await stdout.raw(listing.document(answers))
  else if (found.length > 0) {
    const rows = found.map(({ host, item }) => ({ host, line: listing.row(item) }))
    const header = { host: texts.table.server, line: listing.header() }
    const all = [header, ...rows]
    await stdout.lines(...(targets.length > 1 ? withServers(all) : all.map(({ line }) => line)))
  }
  await stderr.lines(...failures)
  if (found.length === 0 && answered.length > 0) await stderr.lines(listing.nobody(namesOf(answered)))
  return failures.length > 0 || found.length === 0 ? 1 : 0
}

function namesOf(targets: readonly Target[]): string {
  return targets.map(({ name }) => `"${name}"`).join(', ')
}
