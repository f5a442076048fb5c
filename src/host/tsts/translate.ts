/** The border: sessions and failures of MS-TSTS in the user's words. */
import { type Action, LogoffError, type Need, type Refusal, StatusError } from '../../errors.ts'
import { FaultStatus } from '../../rpc/status.ts'
import type { ClientInfo, Session, SessionKind, SessionState } from '../../session/session.ts'
import { Smb2Error, type Smb2Reason } from '../../smb2/smb2-error.ts'
import { conditionOf } from '../../tsts/conditions.ts'
import { FIRST_LISTENER_ID } from '../../tsts/logon-id.ts'
import { stateName, WINSTATIONSTATECLASS } from '../../tsts/session-state.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import { NtStatus } from '../../wire/ntstatus.ts'
import type { Client, Listener } from './clients.ts'
import type { Entry } from './enumeration.ts'
import type { Facts } from './facts.ts'
import { isAltered, isPipeMissing, isUnsupported } from './outcome.ts'

const STATES: Readonly<Record<number, SessionState>> = {
  [WINSTATIONSTATECLASS.State_Active]: 'active',
  [WINSTATIONSTATECLASS.State_Connected]: 'connected',
  [WINSTATIONSTATECLASS.State_Disconnected]: 'disconnected',
  [WINSTATIONSTATECLASS.State_Listen]: 'listening',
  [WINSTATIONSTATECLASS.State_Reset]: 'closing',
  [WINSTATIONSTATECLASS.State_Down]: 'closing',
}

/** What is known of a session. */
export interface Knowledge {
  readonly facts: Facts
  readonly client: Client | null
}

/** A session of that number; it has no name while it is disconnected. */
export function sessionOf(host: string, id: number, { facts, client }: Knowledge): Session {
  const state = STATES[facts.state] ?? 'other'
  const name = wordOf(facts.name)
  return {
    host,
    id: String(id),
    name: state === 'disconnected' && id !== 0 ? '' : name,
    user: facts.user,
    domain: facts.domain,
    state,
    nativeState: stateName(facts.state).replace('State_', ''),
    kind: kindOf(id, name),
    logonTime: facts.logonTime,
    idleSince: facts.lastInputTime,
    client: clientInfoOf(client),
    current: false,
  }
}

/** A listener, which [MS-TSTS] keeps apart from sessions, as a session. */
export function listenerSession(host: string, { id, name }: Listener): Session {
  const facts = { state: WINSTATIONSTATECLASS.State_Listen, name, user: '', domain: '' }
  return sessionOf(host, id, { facts: { ...facts, logonTime: null, lastInputTime: null }, client: null })
}

/** Whether it makes sense to ask who sits at a session. */
export function hasClient({ id, state }: Entry): boolean {
  return id !== 0 && id < FIRST_LISTENER_ID && state !== WINSTATIONSTATECLASS.State_Listen
}

/** Windows' own programs write the names that Windows gives in small letters. */
function wordOf(name: string): string {
  return /^(console|services|rdp-tcp(#\d+)?)$/i.test(name) ? name.toLowerCase() : name
}

/** By what every call tells: who is not at the console has come over the network. */
function kindOf(id: number, name: string): SessionKind {
  if (id === 0) return 'services'
  if (id >= FIRST_LISTENER_ID) return 'listener'
  return name === 'console' ? 'console' : 'rdp'
}

/** Where the person of a session sits; null where the host knows neither name nor address. */
export function clientInfoOf(client: Client | null): ClientInfo | null {
  if (client === null || (client.name === '' && client.address === '')) return null
  return { name: client.name, address: client.address }
}

/** What was tried, for the sentence of a failure. */
export interface Attempt {
  readonly host: string
  readonly port: number
  readonly account: string
  readonly action: Action
  /** Of the session or the process. */
  readonly id: string
  readonly need: Need
}

/** The failure in the user's words; what is no failure of the host is returned as it is. */
export function failureOf(error: unknown, attempt: Attempt): unknown {
  if (error instanceof LogoffError) return error
  if (error instanceof Smb2Error) return smb2Failure(error, attempt)
  const { host } = attempt
  if (error instanceof DecodeError) {
    return new LogoffError('PROTOCOL_ERROR', { host, reason: error.message }, { cause: error })
  }
  return error instanceof StatusError ? statusFailure(error, attempt) : error
}

const LACKS = {
  dialect: 'dialect',
  signing: 'signing',
  encryption: 'encryption',
  guest: 'identity',
  anonymous: 'identity',
  tampered: 'integrity',
  downgrade: 'integrity',
} as const satisfies Partial<Record<Smb2Reason, unknown>>

function smb2Failure(cause: Smb2Error, { host, port }: Attempt): LogoffError {
  const { reason, message } = cause
  if (reason === 'notSmb') return new LogoffError('NOT_SMB', { host, port }, { cause })
  if (reason === 'closed') return new LogoffError('CONNECTION_LOST', { host, reason: message }, { cause })
  if (reason === 'protocol') return new LogoffError('PROTOCOL_ERROR', { host, reason: message }, { cause })
  return new LogoffError('UNSAFE', { host, lack: LACKS[reason] }, { cause })
}

function statusFailure(cause: StatusError, attempt: Attempt): LogoffError {
  const { operation, status } = cause
  const { host, account } = attempt
  const value = status.value ?? 0
  if (operation === 'SMB2 NEGOTIATE') return new LogoffError('UNSAFE', { host, lack: 'dialect' }, { cause })
  if (isAltered(cause)) return new LogoffError('UNSAFE', { host, lack: 'integrity' }, { cause })
  if (operation === 'SMB2 SESSION_SETUP' || status.symbol.startsWith('SEC_E_')) {
    return new LogoffError('ACCOUNT_REFUSED', { host, account, refusal: refusalOf(cause) }, { cause })
  }
  if (isPipeMissing(cause)) return new LogoffError('SERVICE_STOPPED', { host, pipe: pipeOf(cause) }, { cause })
  if (isAccessDeniedToPipes(cause)) return new LogoffError('REMOTE_CALLS_REFUSED', { host, account }, { cause })
  if (LOST.has(value)) return new LogoffError('CONNECTION_LOST', { host, reason: cause.message }, { cause })
  const condition = conditionOf(status)
  if (condition !== null) return conditionFailure(condition, cause, attempt)
  if (isUnsupported(cause)) return new LogoffError('NOT_SUPPORTED', { host, feature: 'call' }, { cause })
  return new LogoffError('PROTOCOL_ERROR', { host, reason: cause.message }, { cause })
}

function conditionFailure(code: ReturnType<typeof conditionOf>, cause: StatusError, attempt: Attempt): LogoffError {
  const { host, action, id, need } = attempt
  switch (code) {
    case 'ACCESS_DENIED':
      return new LogoffError('ACCESS_DENIED', { host, action, id, need }, { cause })
    case 'SESSION_NOT_FOUND':
      return new LogoffError('SESSION_NOT_FOUND', { host, text: id, ids: [] }, { cause })
    case 'SESSION_BUSY':
      return new LogoffError('SESSION_BUSY', { host, id }, { cause })
    case 'SESSION_STATE':
      return new LogoffError('SESSION_STATE', { host, action, id }, { cause })
    case 'NOT_SUPPORTED':
      return new LogoffError(
        'NOT_SUPPORTED',
        { host, feature: action === 'disconnect' ? 'disconnectConsole' : 'call' },
        { cause },
      )
    default:
      if (action === 'endProcess') return new LogoffError('PROCESS_NOT_FOUND', { host, text: id }, { cause })
      return new LogoffError('PROTOCOL_ERROR', { host, reason: cause.message }, { cause })
  }
}

/** [MS-ERREF] 2.3 */
const REFUSALS: ReadonlyMap<number, Refusal> = new Map([
  [NtStatus.STATUS_LOGON_FAILURE, 'password'],
  [NtStatus.STATUS_WRONG_PASSWORD, 'password'],
  [NtStatus.STATUS_NO_SUCH_USER, 'password'],
  [NtStatus.STATUS_ACCOUNT_LOCKED_OUT, 'locked'],
  [NtStatus.STATUS_ACCOUNT_DISABLED, 'disabled'],
  [NtStatus.STATUS_ACCOUNT_EXPIRED, 'expired'],
  [NtStatus.STATUS_PASSWORD_EXPIRED, 'passwordExpired'],
  [NtStatus.STATUS_PASSWORD_MUST_CHANGE, 'passwordExpired'],
  [NtStatus.STATUS_ACCESS_DENIED, 'restricted'],
  [NtStatus.STATUS_ACCOUNT_RESTRICTION, 'restricted'],
  [NtStatus.STATUS_INVALID_LOGON_HOURS, 'restricted'],
  [NtStatus.STATUS_INVALID_WORKSTATION, 'restricted'],
  [NtStatus.STATUS_LOGON_TYPE_NOT_GRANTED, 'restricted'],
  [NtStatus.STATUS_AUTHENTICATION_FIREWALL_FAILED, 'restricted'],
  [NtStatus.STATUS_NO_LOGON_SERVERS, 'domain'],
  [NtStatus.STATUS_TRUSTED_DOMAIN_FAILURE, 'domain'],
  [NtStatus.STATUS_TRUSTED_RELATIONSHIP_FAILURE, 'domain'],
  [NtStatus.STATUS_NETLOGON_NOT_STARTED, 'domain'],
  [NtStatus.STATUS_DOMAIN_CONTROLLER_NOT_FOUND, 'domain'],
])

function refusalOf({ status }: StatusError): Refusal {
  return (status.space === 'ntstatus' ? REFUSALS.get(status.value ?? 0) : undefined) ?? 'mechanism'
}

/** Access denied before any session is spoken of: to the share, to a pipe, or to RPC as a whole. */
function isAccessDeniedToPipes({ operation, status }: StatusError): boolean {
  if (status.space === 'rpc') return status.value === FaultStatus.ERROR_ACCESS_DENIED
  return operation.startsWith('SMB2 ') && status.value === NtStatus.STATUS_ACCESS_DENIED
}

function pipeOf({ message }: StatusError): string {
  return /pipe "([^"]*)"/.exec(message)?.[1] ?? ''
}

/** The pipe, the session or the way to them has gone. */
const LOST: ReadonlySet<number> = new Set([
  NtStatus.STATUS_PIPE_DISCONNECTED,
  NtStatus.STATUS_PIPE_CLOSING,
  NtStatus.STATUS_PIPE_BROKEN,
  NtStatus.STATUS_FILE_CLOSED,
  NtStatus.STATUS_NETWORK_NAME_DELETED,
  NtStatus.STATUS_USER_SESSION_DELETED,
  NtStatus.STATUS_NETWORK_SESSION_EXPIRED,
  NtStatus.STATUS_CONNECTION_RESET,
  // Samba's word where what answered behind it has gone.
  NtStatus.STATUS_CONNECTION_DISCONNECTED,
  FaultStatus.nca_s_comm_failure,
])
