/** tscon {id | name} [/dest:name]: brings a session to another session's client. */
import { LogoffError } from '../../errors.ts'
import { currentSession, selectSession } from '../../session/select.ts'
import { act, resultFrom } from '../act.ts'
import type { Command } from '../command.ts'
import { targetsFor } from '../hosts.ts'
import { announce } from '../report.ts'

/** Connects the session to the client of another. */
export const tscon: Command = async (call) => {
  const { parsed, io } = call
  const { signal } = io
  const [text = ''] = parsed.operands
  return await act(call, await targetsFor(call), async (host) => {
    if (parsed.switches.has('password')) {
      throw new LogoffError('NOT_SUPPORTED', { host: host.name, feature: 'passwords' })
    }
    const sessions = await host.list({ signal })
    if (sessions.length === 0) throw new LogoffError('NO_SESSIONS', { host: host.name })
    const session = selectSession(host.name, sessions, text)
    const destination = parsed.switches.get('dest') ?? currentSession(host.name, sessions).name
    await announce(call, 'connect', session)
    const result = await resultFrom(host, session, async () => {
      await host.connect(session, destination, { signal })
      return 'connected'
    })
    return [result]
  })
}
