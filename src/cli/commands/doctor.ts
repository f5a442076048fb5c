/** tsctl doctor: what works on a host. */
import { onEach } from '../../farm/fan-out.ts'
import type { Finding } from '../../session/host.ts'
import type { Call, Command } from '../command.ts'
import { targetsFor } from '../hosts.ts'
import { failureLine } from '../report.ts'
import { withServers } from '../table.ts'
import { padEnd, widthOf } from '../width.ts'

/** Shows what was found on each host; what a host lacks is no failure. */
export const doctor: Command = async (call) => {
  const { stdout, stderr, io } = call
  const targets = await targetsFor(call)
  const options = { signal: io.signal, interactive: io.interactive }
  const answers = await onEach(targets, call.open, (host) => host.examine({ signal: io.signal }), options)
  const lines = answers.flatMap(({ target, value }) =>
    linesOf(call, value ?? []).map((line) => ({ host: target.name, line })),
  )
  await stdout.lines(...(targets.length > 1 ? withServers(lines) : lines.map(({ line }) => line)))
  await stderr.lines(...answers.flatMap(({ error }) => (error ? [failureLine(call, error)] : [])))
  return answers.some(({ error }) => error) ? 1 : 0
}

function linesOf({ texts }: Call, findings: readonly Finding[]): string[] {
  const { checks, passed, failed } = texts.doctor
  const names = Math.max(...Object.values(checks).map(widthOf))
  const verdicts = Math.max(widthOf(passed), widthOf(failed))
  return findings.map((finding) => {
    const verdict = finding.passed ? passed : failed
    return `${padEnd(checks[finding.check], names)}  ${padEnd(verdict, verdicts)}  ${finding.figure}`
  })
}
