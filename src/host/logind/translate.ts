/** The border of this adapter: logind's words in, ours out. */
import { type Action, LogoffError, type Need, StatusError } from '../../errors.ts'
import { displayNumber, type XrdpLink } from '../../linux/xrdp/displays.ts'
import type { ClientInfo, Session, SessionKind, SessionState } from '../../session/session.ts'
import type { Properties } from './values.ts'
import type { XrdpFacts } from './xrdp.ts'

/** What the translation needs to know besides the session's own properties. */
export interface Viewpoint {
  readonly host: string
  /** ID of the session that the command runs in. */
  readonly currentId: string | null
  readonly xrdp: XrdpFacts
}

/** A session as callers see it, or null for one that no user has: systemd's own for his services. */
export function sessionOf(properties: Properties, { host, currentId, xrdp }: Viewpoint): Session | null {
  const nativeClass = properties.text('Class')
  if (isManager(properties)) return null
  const id = properties.text('Id')
  const greeter = nativeClass === 'greeter' || nativeClass === 'lock-screen'
  const kind = kindOf(properties, nativeClass)
  const display = displayNumber(properties.text('Display'))
  const link = kind === 'rdp' ? xrdp.links.get(display) : undefined
  const state = stateOf(properties, nativeClass, link)
  return {
    host,
    id,
    name: state === 'disconnected' ? '' : nameOf(properties, kind, id),
    user: greeter ? '' : properties.text('Name'),
    domain: '',
    state,
    nativeState: greeter ? 'greeter' : isBackground(nativeClass) ? 'background' : properties.text('State'),
    kind,
    logonTime: dateOf(properties.number('Timestamp')),
    idleSince: kind === 'rdp' ? (xrdp.lastInput.get(display) ?? null) : dateOf(properties.number('IdleSinceHint')),
    client: link === 'left' ? null : (kind === 'rdp' && xrdp.clients.get(display)) || clientOf(properties),
    current: id === currentId,
  }
}

/** Whether it is systemd's own session for the services of a user: "manager" and "manager-early". */
export function isManager(properties: Properties): boolean {
  return properties.text('Class').startsWith('manager')
}

/** Whether it is one of xrdp. */
export function isXrdp(properties: Properties): boolean {
  return properties.text('Service') === 'xrdp-sesman'
}

/** Whether its user looks at windows. */
export function isGraphical(properties: Properties): boolean {
  return ['x11', 'wayland', 'mir'].includes(properties.text('Type'))
}

function isBackground(nativeClass: string): boolean {
  return nativeClass.startsWith('background')
}

function seatOf(properties: Properties): string {
  return String(properties.items('Seat')[0] ?? '')
}

function kindOf(properties: Properties, nativeClass: string): SessionKind {
  if (isBackground(nativeClass)) return 'other'
  if (nativeClass === 'greeter' || nativeClass === 'lock-screen' || seatOf(properties) !== '') return 'console'
  if (isXrdp(properties)) return 'rdp'
  if (properties.text('Service') === 'sshd') return 'ssh'
  return properties.text('TTY') === '' ? 'other' : 'terminal'
}

function stateOf(properties: Properties, nativeClass: string, link: XrdpLink | undefined): SessionState {
  if (properties.text('State') === 'closing') return 'closing'
  if (link === 'left') return 'disconnected'
  if (link === 'begun') return 'connected'
  if (isBackground(nativeClass)) return 'other'
  if (seatOf(properties) !== '' && !properties.flag('Active')) return 'disconnected'
  if (nativeClass === 'greeter' || nativeClass === 'lock-screen') return 'connected'
  return properties.text('State') === 'opening' ? 'connected' : 'active'
}

function nameOf(properties: Properties, kind: SessionKind, id: string): string {
  if (kind === 'console') {
    if (!properties.flag('Active')) return ''
    const seat = seatOf(properties)
    return seat === 'seat0' ? 'console' : seat
  }
  if (kind === 'rdp') return `rdp-tcp#${displayNumber(properties.text('Display')) || id}`
  if (kind === 'ssh') return `ssh-tcp#${id}`
  return kind === 'terminal' ? properties.text('TTY') : ''
}

function clientOf(properties: Properties): ClientInfo | null {
  const name = properties.text('RemoteUser')
  // xrdp names an IPv4 client by its IPv6 form.
  const address = properties.text('RemoteHost').replace(/^::ffff:(?=\d+\.)/, '')
  return name === '' && address === '' ? null : { name, address }
}

/** The last moment that a Date can hold, in milliseconds since 1970. */
const END_OF_CALENDAR = 8.64e15

/** Microseconds since 1970; 0 means that there is none. */
function dateOf(microseconds: number): Date | null {
  const ms = Math.trunc(microseconds / 1000)
  return microseconds === 0 || ms > END_OF_CALENDAR ? null : new Date(ms)
}

const NOT_FOUND = new Set([
  'org.freedesktop.login1.NoSuchSession',
  'org.freedesktop.login1.NoSuchUser',
  'org.freedesktop.DBus.Error.UnknownObject',
  'org.freedesktop.systemd1.NoSuchUnit',
  // The control group of a session goes before systemd has heard of its end.
  'org.freedesktop.DBus.Error.FileNotFound',
  'System.Error.ESRCH',
])

const ABSENT = new Set(['org.freedesktop.DBus.Error.ServiceUnknown', 'org.freedesktop.DBus.Error.NameHasNoOwner'])

const DENIED = new Set([
  'org.freedesktop.DBus.Error.AccessDenied',
  'org.freedesktop.DBus.Error.AuthFailed',
  'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired',
  'EPERM',
  'EACCES',
])

const NO_REPLY = 'org.freedesktop.DBus.Error.NoReply'

const TIMED_OUT = 'org.freedesktop.DBus.Error.TimedOut'

/** How long dbus-daemon waits for that. dbus-daemon(1), service_start_timeout */
const STARTED_SECONDS = 25

/** logind itself went away. */
const LOST = new Set([NO_REPLY, ...ABSENT])

const UNSUPPORTED = new Set([
  'org.freedesktop.DBus.Error.NotSupported',
  'org.freedesktop.DBus.Error.UnknownMethod',
  'org.freedesktop.login1.OperationNotSupported',
])

/** Whether the peer said that what was named does not, or no longer, exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof StatusError && NOT_FOUND.has(error.status.symbol)
}

/** Whether the bus said that nobody there is called so. */
export function isAbsent(error: unknown): boolean {
  return error instanceof StatusError && ABSENT.has(error.status.symbol)
}

/** Whether the bus could not tell logind which process asks: it is of another container, and sees other processes. */
export function isForeign(error: unknown): boolean {
  return error instanceof StatusError && ['System.Error.ENODATA', 'System.Error.EREMOTE'].includes(error.status.symbol)
}

/** Whether the bus has waited in vain for a service that it had started to answer. */
export function isSilent(error: unknown): boolean {
  return error instanceof StatusError && error.status.symbol === TIMED_OUT
}

/** Whether polkit would have to ask somebody, and was not allowed to. */
export function needsAuthorization(error: unknown): boolean {
  return (
    error instanceof StatusError &&
    error.status.symbol === 'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired'
  )
}

/** What was tried, for the sentence about its failure. */
export interface Attempt {
  readonly host: string
  readonly action: Action
  readonly id: string
  readonly need: Need
}

/** A peer's error as callers see it; what is no peer's error is returned as it is. */
export function failureOf(cause: unknown, { host, action, id, need }: Attempt): unknown {
  if (!(cause instanceof StatusError)) return cause
  const { space, symbol } = cause.status
  const options = { cause }
  if (DENIED.has(symbol) || isUnanswered(cause))
    return new LogoffError('ACCESS_DENIED', { host, action, id, need }, options)
  if (action === 'message' && (space === 'errno' || space === 'exit')) {
    return new LogoffError('MESSAGE_NOT_SHOWN', { host, id }, options)
  }
  if (symbol === TIMED_OUT) return new LogoffError('HOST_SILENT', { host, seconds: STARTED_SECONDS }, options)
  if (NOT_FOUND.has(symbol)) return new LogoffError('SESSION_NOT_FOUND', { host, text: id, ids: [] }, options)
  if (LOST.has(symbol)) return new LogoffError('CONNECTION_LOST', { host, reason: cause.message }, options)
  if (UNSUPPORTED.has(symbol) && action === 'connect') {
    return new LogoffError('NOT_SUPPORTED', { host, feature: 'connect' }, options)
  }
  return new LogoffError('PROTOCOL_ERROR', { host, reason: cause.message }, options)
}

// logind waits 25 s for polkit, and polkit for the person who is asked for a password.
function isUnanswered({ status, message }: StatusError): boolean {
  return status.symbol === NO_REPLY && message.endsWith('timed out')
}
