/** What a test wants of an open host, and what came of it, as JSON. */
import { LogoffError } from '../../../src/errors.ts'
import type { OpenOptions } from '../../../src/host/open.ts'
import type { EndOptions, Finding, SessionHost } from '../../../src/session/host.ts'
import type { Message, MessageAnswer } from '../../../src/session/message.ts'
import type { Process } from '../../../src/session/process.ts'
import type { Result } from '../../../src/session/result.ts'
import type { Session } from '../../../src/session/session.ts'

/** One call; `ids` are sessions, 'current' is the caller's own and '*' all of them. */
export type Request =
  | { readonly method: 'list' | 'examine' }
  | { readonly method: 'logoff' | 'reset'; readonly ids: readonly string[]; readonly graceMs?: number }
  | { readonly method: 'logoffTwice'; readonly ids: readonly string[] }
  | { readonly method: 'connect'; readonly ids: readonly string[]; readonly destination: string }
  | { readonly method: 'disconnect'; readonly ids: readonly string[] }
  | { readonly method: 'message'; readonly ids: readonly string[]; readonly message: Message }
  | { readonly method: 'processes'; readonly ids?: readonly string[] }
  | { readonly method: 'endProcess'; readonly pid: number }

/** What a caller gets of a failure. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly symbol: string | null
}

/** A session of which times are texts. */
export type SessionJson = Omit<Session, 'logonTime' | 'idleSince'> & {
  logonTime: string | null
  idleSince: string | null
}

/** A result whose error is told by code. */
export type ResultJson = Omit<Result, 'error' | 'session'> & { error: Failure | null }

/** What came of it: one of these. */
export interface Answer {
  readonly kind?: string
  readonly sessions?: SessionJson[]
  readonly results?: ResultJson[]
  readonly processes?: Process[]
  readonly findings?: Finding[]
  readonly answers?: MessageAnswer[]
  readonly failure?: Failure
  /** From the call to its end, without the opening. */
  readonly elapsedMs?: number
}

/** Opens a host, makes one call, closes the host. */
export async function answerOf(
  open: (options: OpenOptions) => Promise<SessionHost>,
  request: Request,
): Promise<Answer> {
  try {
    await using host = await open({ interactive: process.stdin.isTTY === true })
    const sessions = 'ids' in request ? await chosen(host, request.ids ?? []) : []
    const started = performance.now()
    const answer = await make(host, request, sessions)
    return JSON.parse(JSON.stringify({ kind: host.kind, ...answer, elapsedMs: performance.now() - started }, failures))
  } catch (error) {
    if (!(error instanceof LogoffError)) throw error
    return { failure: failureOf(error) }
  }
}

async function make(host: SessionHost, request: Request, sessions: readonly Session[]): Promise<object> {
  switch (request.method) {
    case 'list':
      return { sessions: await host.list() }
    case 'examine':
      return { findings: await host.examine() }
    case 'logoff':
    case 'reset': {
      const { method, graceMs } = request
      const options: EndOptions = graceMs === undefined ? {} : { graceMs }
      return { results: await Promise.all(sessions.map((session) => host[method](session, options))) }
    }
    case 'logoffTwice':
      return { results: await logoffTwice(host, sessions) }
    case 'connect':
      return { answers: await Promise.all(sessions.map((session) => host.connect(session, request.destination))) }
    case 'disconnect':
      return { answers: await Promise.all(sessions.map((session) => host.disconnect(session))) }
    case 'message':
      return { answers: await Promise.all(sessions.map((session) => host.message(session, request.message))) }
    case 'processes':
      return { processes: await host.processes(sessions[0] ? { session: sessions[0] } : {}) }
    case 'endProcess':
      return await endProcess(host, request.pid)
  }
}

/** Logs off each session, and then once more as the session that it was. */
async function logoffTwice(host: SessionHost, sessions: readonly Session[]): Promise<Result[]> {
  const results: Result[] = []
  for (const session of sessions) results.push(await host.logoff(session), await host.logoff(session))
  return results
}

async function endProcess(host: SessionHost, pid: number): Promise<object> {
  const process = (await host.processes()).find((each) => each.pid === pid)
  if (!process) throw new Error(`no process ${pid}`)
  await host.endProcess(process)
  return { processes: [process] }
}

async function chosen(host: SessionHost, ids: readonly string[]): Promise<Session[]> {
  const sessions = await host.list()
  return sessions.filter(
    ({ id, current }) => ids.includes('*') || ids.includes(id) || (current && ids.includes('current')),
  )
}

function failures(_key: string, value: unknown): unknown {
  return value instanceof LogoffError ? failureOf(value) : value
}

function failureOf({ code, message, native }: LogoffError): Failure {
  return { code, message, symbol: native?.symbol ?? null }
}
