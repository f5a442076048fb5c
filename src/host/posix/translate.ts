/** The border of this adapter: logins in, sessions in our words out. */
import { type Action, LogoffError, StatusError } from '../../errors.ts'
import type { Account } from '../../linux/accounts.ts'
import { dateOfTicks } from '../../linux/clock.ts'
import type { Session, SessionKind, SessionState } from '../../session/session.ts'
import type { Login } from './login.ts'

/** What is known of a login besides its processes. */
export interface LoginFacts {
  readonly host: string
  readonly user: string
  readonly terminal: string
  readonly display: string
  /** The virtual console in front; null on a machine without. */
  readonly frontConsole: string | null
  /** Whether somebody looks at the display. */
  readonly watched: boolean
  readonly clientAddress: string
  readonly idleSince: Date | null
  readonly current: boolean
}

/** A login as callers see it. */
export function sessionOf(login: Login, facts: LoginFacts): Session {
  const kind = kindOf(login, facts)
  const state = stateOf(login, kind, facts)
  return {
    host: facts.host,
    id: login.id,
    name: state === 'active' || state === 'closing' ? nameOf(login, kind, facts) : '',
    user: facts.user,
    domain: '',
    state,
    nativeState: nativeStateOf(login, state),
    kind,
    logonTime: logonTimeOf(login),
    idleSince: facts.idleSince,
    client: facts.clientAddress === '' ? null : { name: '', address: facts.clientAddress },
    current: facts.current,
  }
}

function isConsole(terminal: string): boolean {
  return /^tty\d+$/.test(terminal)
}

function kindOf({ service }: Login, { terminal, frontConsole }: LoginFacts): SessionKind {
  if (service === 'background') return 'other'
  if (service === 'ssh' || service === 'rdp') return service
  if (frontConsole !== null && isConsole(terminal)) return 'console'
  return terminal === '' ? 'other' : 'terminal'
}

function stateOf({ leader, service, members }: Login, kind: SessionKind, facts: LoginFacts): SessionState {
  if (service === 'background') return 'other'
  if (kind === 'console' && facts.terminal !== facts.frontConsole) return 'disconnected'
  if (kind === 'rdp' && !facts.watched) return 'disconnected'
  // A service of another name holds it as long as its oldest process has a parent outside.
  return leader === null && members[0]!.parent === 1 ? 'closing' : 'active'
}

function nameOf({ id }: Login, kind: SessionKind, { terminal, display }: LoginFacts): string {
  if (kind === 'console') return 'console'
  if (kind === 'rdp') return `rdp-tcp#${display.slice(1) || id}`
  return kind === 'ssh' ? `ssh-tcp#${id}` : terminal
}

// The kernel has no word for a session; these are logind's.
function nativeStateOf({ service }: Login, state: SessionState): string {
  if (service === 'background') return 'background'
  return state === 'disconnected' ? 'online' : state
}

// The user's first process: the login service's own is older, and began before he had logged on.
function logonTimeOf({ members, uid }: Login): Date {
  const first = members.find((each) => each.uid === uid && each.service === null) ?? members[0]!
  return dateOfTicks(first.startTicks)
}

/** What was tried, for the sentence about its failure. */
export interface Attempt {
  readonly host: string
  readonly action: Action
  readonly id: string
}

/** Refuses whom the kernel will refuse: all but the session's user and root. @throws LogoffError ACCESS_DENIED */
export function assertMayTouch({ uid }: Pick<Account, 'uid'>, { host, action, id }: Attempt): void {
  const own = process.getuid?.()
  if (own === 0 || own === uid) return
  throw new LogoffError('ACCESS_DENIED', { host, action, id, need: 'owner' }, { native: EPERM })
}

const EPERM = { space: 'errno', value: 1, symbol: 'EPERM' } as const

const DENIED = new Set(['EPERM', 'EACCES'])

/** A failed system call as callers see it; what is none is returned as it is. */
export function failureOf(cause: unknown, { host, action, id }: Attempt): unknown {
  if (!(cause instanceof StatusError)) return cause
  if (DENIED.has(cause.status.symbol)) {
    return new LogoffError('ACCESS_DENIED', { host, action, id, need: 'owner' }, { cause })
  }
  if (action === 'message') return new LogoffError('MESSAGE_NOT_SHOWN', { host, id }, { cause })
  if (action === 'endProcess' && cause.status.symbol === 'ESRCH') {
    return new LogoffError('PROCESS_NOT_FOUND', { host, text: id }, { cause })
  }
  return new LogoffError('PROTOCOL_ERROR', { host, reason: cause.message }, { cause })
}
