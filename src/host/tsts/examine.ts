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
      found(check, figure)
      next = FOLLOWERS[check]
    }
    await using link = await connect(report)
    next = 'pipe'
    for (const door of DOORS) for (const name of await knock(link, door, options)) found(name.check, name.figure)
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

interface Knock {
  readonly check: 'pipe' | 'interface'
  readonly figure: string
}

/** The pipe and those of its interfaces that answer. */
async function knock(link: Link, door: Door, options: CallOptions): Promise<Knock[]> {
  await using line = await link.line(door, options)
  const answering = door.interfaces.filter((each) => line.client.supports(each))
  return [
    { check: 'pipe', figure: door.pipe },
    ...answering.map(({ name }) => ({ check: 'interface' as const, figure: name })),
  ]
}
