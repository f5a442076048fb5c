/** What `tsctl doctor` tells about a host on the network: its layers one by one, up to the first that refuses. */
import { LogoffError } from '../../errors.ts'
import type { CallOptions, Finding } from '../../session/host.ts'
import type { Report } from './access.ts'
import { LEGACY, LSA, LSM, NOTIFICATION, RCM } from './doors.ts'
import type { Door, Link } from './link.ts'
import { listSessions } from './sessions.ts'

type Check = Finding['check']

/** Looks at the host over a connection of its own and changes nothing. `translate` says a failure in the user's words. */
export async function examine(
  connect: (report: Report) => Promise<Link>,
  options: CallOptions,
  translate: (error: unknown) => unknown,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const found = (check: Check, figure: string) => void findings.push({ check, passed: true, figure })
  let next: Check = 'address'
  try {
    const report: Report = (check, figure) => {
      found(check, figure())
      next = FOLLOWERS[check]
    }
    await using link = await connect(report)
    next = 'pipe'
    for (const door of DOORS) {
      findings.push(...(await knock(link, door, options)))
      if (findings.at(-1)?.passed === false) return findings
    }
    next = 'sessions'
    const sessions = await listSessions(link, options)
    found('sessions', String(sessions.length))
    found('rights', 'QUERY')
  } catch (thrown) {
    const error = translate(thrown)
    if (!(error instanceof LogoffError)) throw error
    findings.push({ check: next, passed: false, figure: error.code, error })
  }
  return findings
}

const FOLLOWERS: Readonly<Record<'address' | 'dialect' | 'account' | 'protection', Check>> = {
  address: 'dialect',
  dialect: 'account',
  account: 'protection',
  protection: 'pipe',
}

const DOORS: readonly Door[] = [
  { pipe: LSM.pipe, interfaces: [...LSM.interfaces, ...NOTIFICATION.interfaces] },
  RCM,
  LEGACY,
  LSA,
]

/** The pipe and its interfaces, up to the first that the host refuses. */
async function knock(link: Link, door: Door, options: CallOptions): Promise<Finding[]> {
  await using line = await link.line(door, options)
  const findings: Finding[] = [{ check: 'pipe', passed: true, figure: door.pipe }]
  for (const each of door.interfaces) {
    const passed = line.client.supports(each)
    const finding = { check: 'interface', passed, figure: each.name } as const
    if (passed) findings.push(finding)
    else return [...findings, { ...finding, error: missing(link) }]
  }
  return findings
}

function missing({ access }: Link): LogoffError {
  return new LogoffError('NOT_SUPPORTED', { host: access.host, feature: 'call' })
}
