/** The border: Windows' words for sessions, processes, answers and failures in, the product's words out. */
import { type Action, type Feature, LogoffError, type Need, StatusError } from '../../errors.ts'
import { NO_DETAILS, type SessionDetails } from '../../session/details.ts'
import type { MessageAnswer } from '../../session/message.ts'
import type { Process } from '../../session/process.ts'
import type { ClientInfo, Session, SessionKind, SessionState } from '../../session/session.ts'
import { addressOf } from './address.ts'
import { RESPONSE, WIN32, WTS_CONNECTSTATE_CLASS, WTS_PROTOCOL_TYPE, WTS_SESSIONSTATE } from './constants.ts'
import { ageOf, dateOf } from './filetime.ts'
import type { ClientAddress, ProcessRow, SessionInfoEx, SessionRow, SessionTimes } from './wtsapi.ts'

/** What the calls told about one session. */
export interface SessionFacts {
  readonly row: SessionRow
  readonly user: string
  readonly domain: string
  readonly protocol: number | null
  readonly times: SessionTimes | null
  readonly clientName: string
  readonly clientAddress: ClientAddress | null
}

const STATES: Readonly<Record<(typeof WTS_CONNECTSTATE_CLASS)[number], SessionState>> = {
  WTSActive: 'active',
  WTSConnected: 'connected',
  WTSConnectQuery: 'other',
  WTSShadow: 'other',
  WTSDisconnected: 'disconnected',
  WTSIdle: 'other',
  WTSListen: 'listening',
  WTSReset: 'closing',
  WTSDown: 'closing',
  WTSInit: 'other',
}

/** A session in the user's words. */
export function sessionOf(
  facts: SessionFacts,
  { host, id, current }: { readonly host: string; readonly id: number; readonly current: boolean },
): Session {
  const { row, times } = facts
  const nativeState = WTS_CONNECTSTATE_CLASS[row.state]
  return {
    host,
    id: String(id),
    name: row.sessionName,
    user: facts.user,
    domain: facts.domain,
    state: nativeState ? STATES[nativeState] : 'other',
    nativeState: nativeState ?? `State ${row.state}`,
    kind: kindOf(facts),
    logonTime: times && dateOf(times.logonTime),
    // By the host's own clock, which need not agree with this one.
    idleSince: times && ageOf(times.lastInputTime, times.currentTime),
    client: clientOf(facts),
    current,
  }
}

/** IDs from here on are listeners. [MS-TSTS] 2.2.1.7 */
const FIRST_LISTENER = 65_536

function kindOf({ row, protocol }: SessionFacts): SessionKind {
  if (row.sessionId === 0) return 'services'
  if (row.sessionId >= FIRST_LISTENER || WTS_CONNECTSTATE_CLASS[row.state] === 'WTSListen') return 'listener'
  if (protocol === WTS_PROTOCOL_TYPE.RDP || /^rdp-/i.test(row.sessionName)) return 'rdp'
  return row.sessionName.toLowerCase() === 'console' ? 'console' : 'other'
}

function clientOf({ clientName: name, clientAddress }: SessionFacts): ClientInfo | null {
  const address = clientAddress ? addressOf(clientAddress) : ''
  return name === '' && address === '' ? null : { name, address }
}

/** A process in the user's words; Windows does not tell when one of another session was started. */
export function processOf(row: ProcessRow): Process {
  return {
    pid: row.processId,
    name: row.processName,
    user: row.userName || row.userSid,
    sessionId: String(row.sessionId),
    started: null,
  }
}

/** What the user answered. */
export function answerOf(response: number): MessageAnswer {
  return ANSWERS.get(response) ?? 'ok'
}

const ANSWERS: ReadonlyMap<number, MessageAnswer> = new Map([
  [RESPONSE.IDASYNC, 'sent'],
  [RESPONSE.IDTIMEOUT, 'timeout'],
  [RESPONSE.IDCANCEL, 'cancel'],
  [RESPONSE.IDABORT, 'abort'],
  [RESPONSE.IDRETRY, 'retry'],
  [RESPONSE.IDIGNORE, 'ignore'],
  [RESPONSE.IDYES, 'yes'],
  [RESPONSE.IDNO, 'no'],
])

/** What the list does not show; nothing where Windows did not tell. */
export function detailsOf(info: SessionInfoEx | null): SessionDetails {
  if (info === null) return NO_DETAILS
  const { flags, connectTime, disconnectTime } = info
  return {
    locked: flags === WTS_SESSIONSTATE.LOCK ? true : flags === WTS_SESSIONSTATE.UNLOCK ? false : null,
    connectTime: dateOf(connectTime),
    disconnectTime: dateOf(disconnectTime),
  }
}

/** What was tried, for the failure that came of it. */
export interface Attempt {
  readonly host: string
  readonly action: Action
  /** The session or process; '' where the action has none. */
  readonly id: string
}

const NEEDS: Readonly<Record<Action, Need>> = {
  list: 'queryInformation',
  logoff: 'fullControl',
  reset: 'fullControl',
  disconnect: 'fullControl',
  connect: 'fullControl',
  message: 'messageRight',
  processes: 'administrators',
  endProcess: 'administrators',
  watch: 'queryInformation',
}

type Meaning = (attempt: Attempt, cause: StatusError) => LogoffError

const denied: Meaning = ({ host, action, id }, cause) =>
  new LogoffError('ACCESS_DENIED', { host, action, id, need: NEEDS[action] }, { cause })

const notFound: Meaning = (attempt, cause) => {
  const { host, action, id } = attempt
  if (id === '') return unknown(attempt, cause)
  if (action === 'endProcess') return new LogoffError('PROCESS_NOT_FOUND', { host, text: id }, { cause })
  return new LogoffError('SESSION_NOT_FOUND', { host, text: id, ids: [] }, { cause })
}

const busy: Meaning = ({ host, id }, cause) => new LogoffError('SESSION_BUSY', { host, id }, { cause })

const unreachable: Meaning = ({ host }, cause) =>
  new LogoffError('HOST_UNREACHABLE', { host, reason: 'its Remote Desktop Services do not answer' }, { cause })

const lost: Meaning = ({ host }, cause) =>
  new LogoffError('CONNECTION_LOST', { host, reason: 'the call was cut off' }, { cause })

const refusedLogin =
  (reason: string): Meaning =>
  ({ host }, cause) =>
    new LogoffError('AUTHENTICATION_FAILED', { host, reason }, { cause })

const unsupported =
  (feature: Feature): Meaning =>
  ({ host }, cause) =>
    new LogoffError('NOT_SUPPORTED', { host, feature }, { cause })

const unknown: Meaning = ({ host }, cause) =>
  new LogoffError('PROTOCOL_ERROR', { host, reason: `${cause.operation} failed` }, { cause })

const MEANINGS: ReadonlyMap<number | null, Meaning> = new Map<number, Meaning>([
  [WIN32.ERROR_ACCESS_DENIED, denied],
  [WIN32.ERROR_NETWORK_ACCESS_DENIED, denied],
  [WIN32.ERROR_PRIVILEGE_NOT_HELD, denied],
  [WIN32.ERROR_CTX_WINSTATION_ACCESS_DENIED, denied],
  [WIN32.ERROR_FILE_NOT_FOUND, notFound],
  [WIN32.ERROR_INVALID_PARAMETER, notFound],
  [WIN32.ERROR_CTX_WINSTATION_NAME_INVALID, notFound],
  [WIN32.ERROR_CTX_WINSTATION_NOT_FOUND, notFound],
  [WIN32.ERROR_INVALID_STATE, busy],
  [WIN32.ERROR_CTX_WINSTATION_BUSY, busy],
  [WIN32.ERROR_CTX_CONSOLE_DISCONNECT, unsupported('disconnect')],
  [WIN32.ERROR_CTX_CONSOLE_CONNECT, unsupported('connect')],
  [WIN32.ERROR_INVALID_FUNCTION, unsupported('function')],
  [WIN32.ERROR_NOT_SUPPORTED, unsupported('function')],
  [WIN32.ERROR_CALL_NOT_IMPLEMENTED, unsupported('function')],
  [WIN32.ERROR_PROC_NOT_FOUND, unsupported('function')],
  [WIN32.RPC_S_UNKNOWN_IF, unsupported('function')],
  [WIN32.RPC_S_PROCNUM_OUT_OF_RANGE, unsupported('function')],
  // A server that could not be reached is known by its handle at the next call.
  [WIN32.ERROR_INVALID_HANDLE, unreachable],
  [WIN32.ERROR_REM_NOT_LIST, unreachable],
  [WIN32.ERROR_BAD_NETPATH, unreachable],
  [WIN32.ERROR_BAD_NET_NAME, unreachable],
  [WIN32.ERROR_SEM_TIMEOUT, unreachable],
  [WIN32.ERROR_CONNECTION_REFUSED, unreachable],
  [WIN32.ERROR_NETWORK_UNREACHABLE, unreachable],
  [WIN32.ERROR_HOST_UNREACHABLE, unreachable],
  [WIN32.ERROR_TIMEOUT, unreachable],
  [WIN32.RPC_S_SERVER_UNAVAILABLE, unreachable],
  [WIN32.RPC_S_SERVER_TOO_BUSY, unreachable],
  [WIN32.EPT_S_NOT_REGISTERED, unreachable],
  [WIN32.ERROR_UNEXP_NET_ERR, lost],
  [WIN32.ERROR_NETNAME_DELETED, lost],
  [WIN32.ERROR_CONNECTION_ABORTED, lost],
  [WIN32.RPC_S_CALL_FAILED, lost],
  [WIN32.RPC_S_CALL_FAILED_DNE, lost],
  [WIN32.ERROR_INVALID_PASSWORD, refusedLogin('the user name or the password is wrong')],
  [WIN32.ERROR_LOGON_FAILURE, refusedLogin('the user name or the password is wrong')],
  [WIN32.ERROR_ACCOUNT_RESTRICTION, refusedLogin('the account is restricted')],
  [WIN32.ERROR_INVALID_LOGON_HOURS, refusedLogin('the account may not log on at this hour')],
  [WIN32.ERROR_INVALID_WORKSTATION, refusedLogin('the account may not log on from this machine')],
  [WIN32.ERROR_PASSWORD_EXPIRED, refusedLogin('the password has expired')],
  [WIN32.ERROR_ACCOUNT_DISABLED, refusedLogin('the account is disabled')],
  [WIN32.ERROR_ACCOUNT_LOCKED_OUT, refusedLogin('the account is locked out')],
  [WIN32.ERROR_NO_LOGON_SERVERS, refusedLogin('no domain controller answers')],
  [WIN32.ERROR_NO_SUCH_LOGON_SESSION, refusedLogin('this logon has no credentials for the network')],
  [WIN32.ERROR_WRONG_TARGET_NAME, refusedLogin('the name is not that of the machine that answers')],
  [WIN32.ERROR_TRUSTED_DOMAIN_FAILURE, refusedLogin('the trust between the domains has failed')],
  [WIN32.ERROR_TRUSTED_RELATIONSHIP_FAILURE, refusedLogin('the trust with the domain has failed')],
  [WIN32.RPC_S_SEC_PKG_ERROR, refusedLogin('the security package has failed')],
])

/** A failed call in the product's words; any other error as it is. */
export function failureOf(error: unknown, attempt: Attempt): unknown {
  if (!(error instanceof StatusError) || error.status.space !== 'win32') return error
  return (MEANINGS.get(error.status.value) ?? unknown)(attempt, error)
}

/** Whether a call failed because its session or process is not there any more. */
export const isGone = means(notFound)

/** Whether a call failed for want of a right. */
export const isDenied = means(denied)

/** Whether a call failed because Windows is at work on the session. */
export const isBusy = means(busy)

/** Whether a call failed because the host could not be reached, so that the next one would fail too. */
export const isCutOff = means(unreachable, lost)

function means(...meanings: readonly Meaning[]): (error: unknown) => boolean {
  return (error) => {
    const meaning = error instanceof StatusError ? MEANINGS.get(error.status.value) : undefined
    return meaning !== undefined && meanings.includes(meaning)
  }
}
