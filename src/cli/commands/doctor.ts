/** tsctl doctor: what works on a host. */
import { onEach } from '../../farm/fan-out.ts'
import type { Target } from '../../host/target.ts'
import type { Finding, SessionHost } from '../../session/host.ts'
import { sayRemedy } from '../../session/remedy.ts'
import type { Call, Command } from '../command.ts'
import { targetsFor } from '../hosts.ts'
import type { Io } from '../io.ts'
import { openingFor } from '../network.ts'
import { failureLine } from '../report.ts'
import { withServers } from '../table.ts'
import { padEnd, widthOf } from '../width.ts'

/** Shows what was found on each host; what a host lacks is no failure. */
export const doctor: Command = async (call) => {
  const { stdout, stderr, io } = call
  const targets = await targetsFor(call)
  using opening = await openingFor(call, targets)
  const examine = async (host: SessionHost, { transport }: Target) => {
    const findings = await host.examine({ signal: io.signal })
    return transport === 'local' ? [...findings, ...(await examineThisMachine(io))] : findings
  }
  const answers = await onEach(targets, call.open, examine, opening.options)
  const lines = answers.flatMap(({ target, value }) =>
    linesOf(call, value ?? []).map((line) => ({ host: target.name, line })),
  )
  await stdout.lines(...(targets.length > 1 ? withServers(lines) : lines.map(({ line }) => line)))
  const errors = answers.flatMap(({ error, value }) => error ?? (value ?? []).flatMap((finding) => finding.error ?? []))
  await stderr.lines(...errors.map((error) => failureLine(call, error)))
  return errors.length > 0 ? 1 : 0
}

/** What `tsctl serve` needs here, where this machine has any of it. */
async function examineThisMachine({ open, signal }: Io): Promise<Finding[]> {
  if (process.platform !== 'linux' || open) return []
  const { examineService } = await import('../../service/examine.ts')
  return await examineService({ signal })
}

function linesOf({ texts }: Call, findings: readonly Finding[]): string[] {
  const { checks, passed, failed, remedies, change } = texts.doctor
  const names = Math.max(...Object.values(checks).map(widthOf))
  const verdicts = Math.max(widthOf(passed), widthOf(failed))
  return findings.flatMap((finding) => {
    const verdict = finding.passed ? passed : failed
    const line = `${padEnd(checks[finding.check], names)}  ${padEnd(verdict, verdicts)}  ${finding.figure}`
    if (!finding.remedy) return [line]
    return [line, `${' '.repeat(names + verdicts + 4)}${change(sayRemedy(remedies, finding.remedy))}`]
  })
}
