/** The JSON documents. */
import type { LogoffError } from '../errors.ts'
import type { Answer } from '../farm/fan-out.ts'
import type { Process } from '../session/process.ts'
import type { Result } from '../session/result.ts'
import type { Session } from '../session/session.ts'
import { harmlessJson } from './harmless.ts'

/** The document of "query session" and "query user". */
export function sessionsDocument(answers: readonly Answer<readonly Session[]>[]): string {
  return print({
    schema: 'logoff/sessions/1',
    hosts: answers.map(({ target, error, value }) => ({
      host: target.name,
      error: error && errorOf(error),
      sessions: (value ?? []).map(sessionOf),
    })),
  })
}

/** The document of "query process". */
export function processesDocument(answers: readonly Answer<readonly Process[]>[]): string {
  return print({
    schema: 'logoff/processes/1',
    hosts: answers.map(({ target, error, value }) => ({
      host: target.name,
      error: error && errorOf(error),
      processes: (value ?? []).map(processOf),
    })),
  })
}

/** The document of what acts. */
export function resultsDocument(results: readonly Result[]): string {
  return print({
    schema: 'logoff/results/1',
    results: results.map(({ host, session, outcome, error, elapsedMs, killed, remaining }) => ({
      host,
      session: session && sessionOf(session),
      outcome,
      error: error && errorOf(error),
      elapsedMs,
      killed: killed.map(processOf),
      remaining: remaining.map(processOf),
    })),
  })
}

function sessionOf(session: Session) {
  const { host, id, name, user, domain, state, nativeState, kind, logonTime, idleSince, client, current } = session
  return {
    host,
    id,
    name,
    user,
    domain,
    state,
    nativeState,
    kind,
    logonTime,
    idleSince,
    client: client && { name: client.name, address: client.address },
    current,
  }
}

function processOf({ pid, name, user, sessionId, started }: Process) {
  return { pid, name, user, sessionId, started }
}

function errorOf({ code, message, native }: LogoffError) {
  return { code, message, native: native && { space: native.space, value: native.value, symbol: native.symbol } }
}

function print(document: object): string {
  return `${harmlessJson(JSON.stringify(document))}\n`
}
