/** The failures a caller can act on, what each one knows, and its English sentence. */

/** Where a native code comes from. */
export type StatusSpace = 'errno' | 'dbus' | 'exit' | 'win32'

/** What a peer said, in its own words: `{ space: 'errno', value: 1, symbol: 'EPERM' }`. A D-Bus error has a name and no number. */
export interface NativeStatus {
  readonly space: StatusSpace
  readonly value: number | null
  readonly symbol: string
}

/** What the caller tried. */
export type Action =
  | 'list'
  | 'logoff'
  | 'reset'
  | 'disconnect'
  | 'connect'
  | 'message'
  | 'processes'
  | 'endProcess'
  | 'watch'

/** What a caller lacked when access was denied. */
export type Need =
  /** polkit's org.freedesktop.login1.manage, or root. */
  | 'manage'
  /** Root, or being the user whose session or process it is. */
  | 'owner'
  /** The permission Query Information of Remote Desktop Services; for another machine AllowRemoteRPC too. */
  | 'queryInformation'
  /** The permission Full Control of Remote Desktop Services. */
  | 'fullControl'
  /** The permission Message of Remote Desktop Services. */
  | 'messageRight'
  /** Membership of the group Administrators. */
  | 'administrators'

/** What a host has no equivalent for. */
export type Feature =
  | 'virtualMachines'
  | 'disconnect'
  | 'connect'
  | 'watch'
  | 'modes'
  | 'counters'
  /** Logging on to a session as its owner. */
  | 'passwords'
  /** Reaching a host by name: only this machine and ssh:// can be reached. */
  | 'network'
  /** A host over ssh that has no logind. */
  | 'posixOverSsh'
  /** A host whose operating system has no adapter. */
  | 'platform'
  /** Bringing a session to another client from another machine. */
  | 'connectFromElsewhere'
  /** A function that this version of the operating system lacks. */
  | 'function'

/** What each failure knows; the sentence is made from it in any language. */
export interface ErrorFacts {
  ACCESS_DENIED: { host: string; action: Action; id: string; need: Need }
  /** `ids` are the sessions of the user of that name, where `text` is one. */
  SESSION_NOT_FOUND: { host: string; text: string; ids: readonly string[] }
  SESSION_NOT_ACTIVE: { host: string; text: string; ids: readonly string[] }
  SESSION_AMBIGUOUS: { host: string; text: string; ids: readonly string[] }
  SESSION_CHANGED: { host: string; id: string; user: string }
  NO_SESSIONS: { host: string }
  NO_CURRENT_SESSION: { host: string }
  CONSOLE_SESSION: { host: string; id: string }
  PROTECTED_SESSION: { host: string; id: string }
  OWN_CONNECTION: { host: string; id: string }
  /** The host is at work on the session: it connects, disconnects, resets or deletes it. */
  SESSION_BUSY: { host: string; id: string }
  STILL_CLOSING: { host: string; id: string; count: number }
  SESSION_UNREACHABLE: { host: string; id: string }
  PROGRAM_MISSING: { host: string; program: string; package: string }
  PROCESS_NOT_FOUND: { host: string; text: string }
  NOT_SUPPORTED: { host: string; feature: Feature }
  HOST_UNREACHABLE: { host: string; reason: string }
  HOST_SILENT: { host: string; seconds: number }
  CONNECTION_LOST: { host: string; reason: string }
  AUTHENTICATION_FAILED: { host: string; reason: string }
  PROTOCOL_ERROR: { host: string; reason: string }
}

export type LogoffErrorCode = keyof ErrorFacts

/** One sentence per code; the type is what makes a second language complete. */
export type ErrorSentences = { readonly [C in LogoffErrorCode]: (facts: ErrorFacts[C]) => string }

/** Every failure of this library except an abort, which rejects with `signal.reason`. Explained by code in docs/errors.md. */
export class LogoffError<C extends LogoffErrorCode = LogoffErrorCode> extends Error {
  override readonly name = 'LogoffError'
  readonly code: C
  readonly facts: ErrorFacts[C]
  readonly native: NativeStatus | null

  constructor(code: C, facts: ErrorFacts[C], options: { cause?: unknown; native?: NativeStatus } = {}) {
    const native = options.native ?? (options.cause instanceof StatusError ? options.cause.status : null)
    super(sentence(ENGLISH, code, facts, native), 'cause' in options ? { cause: options.cause } : {})
    this.code = code
    this.facts = facts
    this.native = native
  }
}

/** A peer said no, in its own code space; adapters turn it into a `LogoffError` at their border. */
export class StatusError extends Error {
  override readonly name = 'StatusError'
  readonly operation: string
  readonly status: NativeStatus

  constructor(operation: string, status: NativeStatus, detail = '') {
    super(`${operation}: ${status.symbol}${detail ? `: ${detail}` : ''}`)
    this.operation = operation
    this.status = status
  }
}

/** The sentence for a failure in one language, with the native code behind it. */
export function sentence<C extends LogoffErrorCode>(
  sentences: ErrorSentences,
  code: C,
  facts: ErrorFacts[C],
  native: NativeStatus | null,
): string {
  const said = sentences[code](facts)
  if (!native) return said
  return `${said} (${native.value === null ? native.symbol : `${native.symbol} ${native.value}`})`
}

const ACTIONS: Record<Action, string> = {
  list: 'list the sessions',
  logoff: 'log off',
  reset: 'reset',
  disconnect: 'disconnect',
  connect: 'connect to',
  message: 'send a message to',
  processes: 'list the processes',
  endProcess: 'end',
  watch: 'watch the sessions',
}

const NEEDS: Record<Need, string> = {
  manage:
    'it needs the polkit right org.freedesktop.login1.manage; run it with sudo or ask for the delegation in docs/linux-hosts.md',
  owner: 'only its own user and root may; run it with sudo',
  queryInformation:
    'it needs the permission Query Information there, and another machine must allow it (AllowRemoteRPC, docs/windows.md)',
  fullControl: 'it needs the permission Full Control there; run it as a member of Administrators',
  messageRight: 'it needs the permission Message there; run it as a member of Administrators',
  administrators: 'only members of Administrators may; run it as one of them',
}

const FEATURES: Record<Feature, string> = {
  virtualMachines: 'it has no sessions in virtual machines; leave out /vm',
  disconnect: 'this session cannot live on without its client; use logoff to end it',
  connect: 'this session cannot be moved to another client; only a session of a seat can be brought to its front',
  watch: 'it reports no events; list its sessions again instead',
  modes: 'its sessions have no line settings; leave out /mode, /flow and /connect',
  counters: 'it keeps no counters; leave out /counter',
  passwords: 'its sessions are connected to by right, not by password; leave out /password',
  network: 'only this machine and ssh:// hosts can be reached; for a Linux host write /server:ssh://NAME',
  posixOverSsh: 'it has no logind; run the command on the host itself',
  connectFromElsewhere: 'sessions can be connected only on the machine itself; run tscon there',
  function: 'its Windows lacks the function; run the command on a newer one',
  platform: 'sessions of this operating system cannot be managed from here; use /server:ssh://NAME for a Linux host',
}

export const ENGLISH: ErrorSentences = {
  ACCESS_DENIED: ({ host, action, id, need }) =>
    `Cannot ${ACTIONS[action]}${subject(action, id)} on ${quote(host)}: access denied; ${NEEDS[need]}`,
  SESSION_NOT_FOUND: ({ host, text, ids }) =>
    ids.length > 0
      ? `No session ${quote(text)} on ${quote(host)}: that is a user; name one of the user's session IDs: ${ids.join(', ')}`
      : `No session ${quote(text)} on ${quote(host)}; run "query session" to see the names and IDs`,
  SESSION_NOT_ACTIVE: ({ host, text, ids }) =>
    `Session ${quote(text)} on ${quote(host)} is not active, and a name reaches only an active session; use its ID: ${ids.join(', ')}`,
  SESSION_AMBIGUOUS: ({ host, text, ids }) =>
    `Several sessions on ${quote(host)} are named ${quote(text)}; use an ID: ${ids.join(', ')}`,
  SESSION_CHANGED: ({ host, id, user }) =>
    `Session ${id} on ${quote(host)} now belongs to another logon${user ? ` of ${quote(user)}` : ''}; list the sessions again before you act`,
  NO_SESSIONS: ({ host }) =>
    `No session exists on ${quote(host)}; nobody has logged on through a login service such as sshd`,
  NO_CURRENT_SESSION: ({ host }) =>
    `This command does not run in a session of ${quote(host)}; name a session: run "query session" to see them`,
  CONSOLE_SESSION: ({ host, id }) =>
    `Session ${id} is the console session of ${quote(host)} and cannot be logged off from another session; log off at the console, or use rwinsta if it malfunctions`,
  PROTECTED_SESSION: ({ host, id }) =>
    `Session ${id} on ${quote(host)} belongs to the system and is never logged off; choose a user's session`,
  OWN_CONNECTION: ({ host, id }) =>
    `Session ${id} on ${quote(host)} carries this command's own connection and is not ended; use another login, or run logoff inside it`,
  SESSION_BUSY: ({ host, id }) =>
    `Session ${id} on ${quote(host)} is being connected, disconnected or ended just now; try again in a few minutes`,
  STILL_CLOSING: ({ host, id, count }) =>
    `Session ${id} on ${quote(host)} has not ended: ${count} ${count === 1 ? 'process remains' : 'processes remain'}; see them with "query process /id:${id}" and try rwinsta ${id}`,
  SESSION_UNREACHABLE: ({ host, id }) =>
    `Session ${id} on ${quote(host)} has neither a terminal nor a window that could show a message; tell the user another way`,
  PROGRAM_MISSING: ({ host, program, package: name }) =>
    `${quote(host)} lacks the program ${quote(program)}; install the package ${quote(name)} there`,
  PROCESS_NOT_FOUND: ({ host, text }) =>
    `No process ${quote(text)} on ${quote(host)}; run "query process *" to see them`,
  NOT_SUPPORTED: ({ host, feature }) => `Not possible on ${quote(host)}: ${FEATURES[feature]}`,
  HOST_UNREACHABLE: ({ host, reason }) => `Cannot reach ${quote(host)}: ${reason}; run "tsctl doctor" against it`,
  HOST_SILENT: ({ host, seconds }) =>
    `${quote(host)} did not answer within ${seconds} s; check that it is up, or run "tsctl doctor" against it`,
  CONNECTION_LOST: ({ host, reason }) =>
    `The connection to ${quote(host)} was lost: ${reason}; list its sessions to see what was done`,
  AUTHENTICATION_FAILED: ({ host, reason }) =>
    `Cannot log in to ${quote(host)}: ${reason}; check the account and its key`,
  PROTOCOL_ERROR: ({ host, reason }) =>
    `${quote(host)} gave an answer that cannot be understood: ${reason}; please report it`,
}

function subject(action: Action, id: string): string {
  if (action === 'list' || action === 'processes' || action === 'watch') return ''
  return action === 'endProcess' ? ` process ${id}` : ` session ${id}`
}

function quote(text: string): string {
  return `"${text}"`
}
