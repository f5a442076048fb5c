/** tscon {id | name} [/dest:name]: brings a session to another session's client. */
import { LogoffError } from '../../errors.ts'
import { currentSession, selectSession } from '../../session/select.ts'
import { act, resultFrom } from '../act.ts'
import type { Call, Command } from '../command.ts'
import { targetsFor } from '../hosts.ts'
import { askPassword } from '../password.ts'
import { announce } from '../report.ts'
import { UsageError } from '../usage.ts'

/** Connects the session to the client of another. */
export const tscon: Command = async (call) => {
  const { parsed, io } = call
  const { signal } = io
  const [text = ''] = parsed.operands
  return await act(call, await targetsFor(call), async (host) => {
    const sessions = await host.list({ signal, brief: true })
    if (sessions.length === 0) throw new LogoffError('NO_SESSIONS', { host: host.name })
    const session = selectSession(host.name, sessions, text)
    const destination = parsed.switches.get('dest') ?? currentSession(host.name, sessions).name
    await announce(call, 'connect', session)
    const result = await resultFrom(host, session, async () => {
      await host.connect(session, destination, { signal, password: passwordOf(call, session.user) })
      return 'connected'
    })
    return [result]
  })
}

/** Asks for it at the terminal, when the host wants it; undefined without /password. */
function passwordOf(call: Call, user: string): (() => Promise<string>) | undefined {
  if (!call.parsed.switches.has('password')) return undefined
  return async () => {
    if (!call.io.interactive) throw new UsageError('terminalMissing', { part: '/password:*' })
    return await askPassword(call, user)
  }
}
