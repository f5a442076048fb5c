/** Acting on the one session of each host that a command line means. */
import { LogoffError } from '../errors.ts'
import type { CallOptions, SessionHost } from '../session/host.ts'
import type { Result } from '../session/result.ts'
import { currentSession, selectSession } from '../session/select.ts'
import type { Session } from '../session/session.ts'
import { act } from './act.ts'
import type { Call } from './command.ts'
import { assertLocal, targetsFor } from './hosts.ts'
import { Outliving } from './outlive.ts'
import { announce } from './report.ts'
import type { Announced } from './text/catalogue.ts'

/** Does one thing to a session of a host. */
export type SessionAct = (host: SessionHost, session: Session, options: CallOptions) => Promise<Result>

/**
 * Does `perform` to the session that the first operand names on each host, or to the current one. Before the session
 * ends that this command itself runs in, what there is to say is written, and the command prepares to outlive it.
 */
export async function actOnChosen(call: Call, announced: Announced, perform: SessionAct): Promise<number> {
  const { signal } = call.io
  const [text] = call.parsed.operands
  const targets = await targetsFor(call)
  if (text === undefined) assertLocal(targets)
  using outliving = new Outliving()
  return await act(call, targets, async (host) => {
    const session = await choose(host, text, { signal })
    await announce(call, announced, session)
    if (session.current) outliving.begin()
    return [await perform(host, session, { signal })]
  })
}

/**
 * The session of `host` that `text` names, or the current one.
 * @throws LogoffError
 */
async function choose(host: SessionHost, text: string | undefined, options: CallOptions): Promise<Session> {
  const sessions = await host.list({ ...options, brief: true, about: text })
  if (sessions.length === 0) throw new LogoffError('NO_SESSIONS', { host: host.name })
  if (text === undefined) return currentSession(host.name, sessions)
  try {
    return selectSession(host.name, sessions, text)
  } catch (error) {
    if (!(error instanceof LogoffError) || error.code !== 'SESSION_NOT_FOUND') throw error
    // What a brief list leaves out, such as a listener, is refused for what it is.
    return selectSession(host.name, await host.list(options), text)
  }
}
