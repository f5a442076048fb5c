/** The one procedure for ending a session: rules, the same logon, ask, wait, kill, verify. */
import { LogoffError, type LogoffErrorCode } from '../errors.ts'
import { within } from './deadline.ts'
import type { Ending, EndingHost } from './ending.ts'
import type { EndOptions } from './host.ts'
import type { Process } from './process.ts'
import type { Outcome, Result } from './result.ts'
import { assertMayEnd } from './rules.ts'
import { type Session, sameLogon } from './session.ts'
import { stopwatch } from './stopwatch.ts'

const DEFAULT_GRACE_MS = 10_000

/** How long the host may take to be rid of what was killed: logind itself needs up to 4 s for a crowd that respawns. */
const KILL_MS = 10_000

/** Ends `session` on `host`, by asking first (`logoff`) or at once (`reset`), and verifies that it is gone. */
export async function endSession(
  host: EndingHost,
  session: Session,
  action: 'logoff' | 'reset',
  options: EndOptions = {},
): Promise<Result> {
  const elapsed = stopwatch()
  const base = { host: host.name, session, error: null, killed: [], remaining: [], notes: [] }
  let part: Part
  try {
    part = await attempt(host, session, action, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!(error instanceof LogoffError)) throw error
    part = { outcome: outcomeOf(error), error }
  }
  return { ...base, ...part, elapsedMs: elapsed() }
}

type Part = Pick<Result, 'outcome'> & Partial<Result>

async function attempt(host: EndingHost, session: Session, action: 'logoff' | 'reset', options: EndOptions) {
  const { signal } = options
  assertMayEnd(session, action)
  const now = await host.find(session.id, { signal })
  if (!now) return { outcome: 'alreadyGone' } as const
  if (!sameLogon(now, session)) {
    throw new LogoffError('SESSION_CHANGED', { host: host.name, id: session.id, user: now.user })
  }
  assertMayEnd(now, action)
  await using ending = await host.begin(now, { signal })
  return await carryOut(host, now, ending, action, options)
}

async function carryOut(
  host: EndingHost,
  session: Session,
  ending: Ending,
  action: 'logoff' | 'reset',
  { signal, graceMs = DEFAULT_GRACE_MS }: EndOptions,
): Promise<Part> {
  const gone = (signal: AbortSignal) => ending.gone({ signal })
  let resisted: readonly Process[] = []
  let asked = false
  try {
    let ended = false
    if (action === 'logoff') {
      await ending.ask({ signal })
      asked = true
      ended = await within(graceMs, signal, gone)
    }
    if (!ended) {
      resisted = await ending.remaining({ signal })
      await ending.kill({ signal })
      asked = true
      ended = await within(KILL_MS, signal, gone)
    }
    const [remaining, unlisted] = ending.isProven
      ? [[], true]
      : await Promise.all([ending.remaining({ signal }), ended && isGone(host, session, signal)])
    const verified = unlisted && remaining.length === 0
    const killed = resisted.filter((each) => !remaining.some((left) => left.pid === each.pid))
    if (verified) return { outcome: action === 'logoff' ? 'loggedOff' : 'reset', killed, notes: ending.notes }
    return { ...stillClosing(host, session, remaining, action), killed, notes: ending.notes }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof LogoffError) || !asked) throw error
    // ignored: the first failure says more than one that follows from it
    const remaining = await ending.remaining({ signal }).catch(() => [])
    return { outcome: remaining.length > 0 ? 'stillClosing' : 'failed', error, remaining, notes: ending.notes }
  }
}

async function isGone(host: EndingHost, session: Session, signal: AbortSignal | undefined): Promise<boolean> {
  if (session.current) return true
  const now = await host.find(session.id, { signal })
  return !now || !sameLogon(now, session)
}

function stillClosing(
  host: EndingHost,
  session: Session,
  remaining: readonly Process[],
  action: 'logoff' | 'reset',
): Part {
  const error = new LogoffError('STILL_CLOSING', { host: host.name, id: session.id, count: remaining.length, action })
  return { outcome: 'stillClosing', error, remaining }
}

/** Whether a failure is a refusal, by a rule or by the host, or an attempt that went wrong. */
export function outcomeOf(error: LogoffError): Extract<Outcome, 'refused' | 'failed'> {
  return REFUSALS.has(error.code) ? 'refused' : 'failed'
}

const REFUSALS: ReadonlySet<LogoffErrorCode> = new Set([
  'ACCESS_DENIED',
  'SESSION_NOT_ACTIVE',
  'SESSION_AMBIGUOUS',
  'SESSION_CHANGED',
  'NO_CURRENT_SESSION',
  'CONSOLE_SESSION',
  'PROTECTED_SESSION',
  'OWN_CONNECTION',
  'NOT_SUPPORTED',
])
