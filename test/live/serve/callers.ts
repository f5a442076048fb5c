/** Callers of a session host behind Samba, by the library: one for one question, and many that do not let up. */
import { setTimeout as delay } from 'node:timers/promises'
import { credentialOf, LogoffError, open, type Session, type SessionHost } from '../../../src/index.ts'
import { waitFor } from '../peer/wait.ts'
import type { ServeHost } from './host.ts'

/** How long a caller waits for his answer, and how long callers may go without any before the test has failed. */
const DEADLINE_MS = 60_000

/** Who tries again and again does not wait longer for one answer before he tries once more beside it. */
const TRY_EVERY_MS = 300

/** Opens the host as a user; the connection is made at the first question. */
export async function openAs(host: ServeHost, user: string, password = `test-${user}`): Promise<SessionHost> {
  const credential = credentialOf(`${host.netbiosName}\\${user}`, password)
  return await open(host.address, { logOn: async () => credential })
}

/** Who asks, where it is not with the account's own password; and for how long. */
export interface AskOptions {
  readonly password?: string
  readonly signal?: AbortSignal
}

/** The sessions that a new caller is shown. */
export async function listAs(host: ServeHost, user: string, options: AskOptions = {}): Promise<Session[]> {
  await using opened = await openAs(host, user, options.password)
  try {
    return await opened.list({ signal: options.signal ?? AbortSignal.timeout(DEADLINE_MS) })
  } catch (error) {
    if (error instanceof LogoffError && error.code === 'SESSIONS_HIDDEN') return []
    throw error
  }
}

/** Milliseconds until a new caller is answered, who tries again and again. */
export async function untilAnswered(host: ServeHost, user: string): Promise<number> {
  const started = performance.now()
  const over = new AbortController()
  let isAnswered = false
  const attempt = async () => {
    await listAs(host, user, { signal: over.signal }).then(
      () => {
        isAnswered = true
      },
      () => {},
    )
  }
  const answered = async () => {
    await Promise.race([attempt(), delay(TRY_EVERY_MS)])
    return isAnswered
  }
  await waitFor(answered, { what: `an answer for ${user}`, deadlineMs: DEADLINE_MS })
  over.abort()
  return performance.now() - started
}

/** What callers were answered. */
export interface Heard {
  answers: number
  failures: number
  /** Answers that nobody should have had. */
  readonly wrong: string[]
}

/** Callers that ask all the time. */
export interface Load extends AsyncDisposable {
  readonly heard: Heard
}

/**
 * Has alice ask without pause, each time by a new connection, and one who does not know a password. Whatever fails is
 * asked again; alice is never to see another's session, the stranger nothing.
 */
export function startLoad(host: ServeHost): Load {
  const heard: Heard = { answers: 0, failures: 0, wrong: [] }
  let over = false
  const caller = async (ask: () => Promise<void>) => {
    while (!over)
      await ask().then(
        () => heard.answers++,
        () => heard.failures++,
      )
  }
  const ofAlice = async () => {
    const others = (await listAs(host, 'alice')).filter(({ user, kind }) => user !== 'alice' && kind !== 'listener')
    for (const { id, user } of others) heard.wrong.push(`alice saw session ${id} of ${user}`)
  }
  const stranger = async () => {
    const seen = await listAs(host, 'admin', { password: 'not the password' }).catch(() => null)
    if (seen !== null) heard.wrong.push(`a stranger saw ${seen.length} sessions`)
  }
  const callers = [ofAlice, stranger].map(caller)
  return {
    heard,
    async [Symbol.asyncDispose]() {
      over = true
      await Promise.all(callers)
    },
  }
}
