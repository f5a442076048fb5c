/** What each failure knows, and the words that it is told in. */

/** Where a native code comes from. */
export type StatusSpace = 'errno' | 'dbus' | 'exit' | 'win32' | 'ntstatus' | 'hresult' | 'rpc'

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
  /** polkit's org.freedesktop.login1.chvt, or root. */
  | 'chvt'
  /** Root, or being the user whose session or process it is. */
  | 'owner'
  /** The right of that name on a session of Windows. [MS-TSTS] 6.5 */
  | 'WINSTATION_QUERY'
  | 'WINSTATION_LOGOFF'
  | 'WINSTATION_RESET'
  | 'WINSTATION_DISCONNECT'
  | 'WINSTATION_MSG'
  /** PROCESS_TERMINATE on a process of Windows. */
  | 'PROCESS_TERMINATE'
  /** The permission Query Information of Remote Desktop Services; for another machine AllowRemoteRPC too. */
  | 'queryInformation'
  /** The permission Full Control of Remote Desktop Services. */
  | 'fullControl'
  /** The permission Message of Remote Desktop Services. */
  | 'messageRight'
  /** Membership of the group Administrators. */
  | 'administrators'

/** What a server lacks of what a connection to it must have. */
export type Lack =
  /** SMB 2.1 or later. */
  | 'dialect'
  | 'signing'
  | 'encryption'
  /** An account of its own for the caller, who was taken for a guest or for nobody. */
  | 'identity'
  /** Messages that arrive as they were sent. */
  | 'integrity'

/** Why a server refuses an account. */
export type Refusal =
  /** No such account, or another password. */
  | 'password'
  | 'locked'
  | 'disabled'
  | 'expired'
  /** The password has expired or must be changed. */
  | 'passwordExpired'
  /** A restriction: hours, workstation, kind of logon, empty password. */
  | 'restricted'
  /** Its domain cannot be asked. */
  | 'domain'
  /** The server takes no mechanism that this side has. */
  | 'mechanism'

/** What a host has no equivalent for. */
export type Feature =
  | 'virtualMachines'
  | 'disconnect'
  /** Leaving the console session without its client. */
  | 'disconnectConsole'
  | 'connect'
  | 'watch'
  /** A call that an older Windows does not have. */
  | 'call'
  | 'modes'
  | 'counters'
  /** Logging on to a session as its owner. */
  | 'passwords'
  /** A host over ssh that has no logind. */
  | 'posixOverSsh'
  /** A host whose operating system has no adapter. */
  | 'platform'
  /** Bringing a session to another client from another machine. */
  | 'connectFromElsewhere'
  /** A function that this version of the operating system lacks. */
  | 'function'

/** What can be wrong with the file of `tsctl serve`. */
export type ServeFileProblem =
  /** TOML's grammar. */
  | 'syntax'
  /** An unknown key. */
  | 'key'
  /** A value of the wrong kind or size. */
  | 'value'
  /** A word that is no right. */
  | 'right'
  | 'sid'
  /** A word that can be no name of a user or a group. */
  | 'account'
  /** A grant to nobody. */
  | 'nobody'
  /** A grant of nothing. */
  | 'nothing'
  | 'unreadable'

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
  STILL_CLOSING: { host: string; id: string; count: number; action: 'logoff' | 'reset' }
  /** The host is at work on the session: it connects, disconnects, resets or deletes it. */
  SESSION_BUSY: { host: string; id: string }
  SESSION_STATE: { host: string; action: Action; id: string }
  SESSIONS_HIDDEN: { host: string }
  SESSION_UNREACHABLE: { host: string; id: string }
  MESSAGE_NOT_SHOWN: { host: string; id: string }
  PROGRAM_MISSING: { host: string; program: string; package: string }
  PROCESS_NOT_FOUND: { host: string; text: string }
  PROCESS_REMAINS: { host: string; pid: number }
  NOT_SUPPORTED: { host: string; feature: Feature }
  HOST_UNREACHABLE: { host: string; reason: string }
  HOST_NOT_FOUND: { host: string; address: string }
  PORT_CLOSED: { host: string; port: number }
  NOT_SMB: { host: string; port: number }
  UNSAFE: { host: string; lack: Lack }
  SERVICE_STOPPED: { host: string; pipe: string }
  REMOTE_CALLS_REFUSED: { host: string; account: string }
  HOST_SILENT: { host: string; seconds: number }
  CONNECTION_LOST: { host: string; reason: string }
  AUTHENTICATION_FAILED: { host: string; reason: string }
  ACCOUNT_REFUSED: { host: string; account: string; refusal: Refusal }
  ACCOUNT_MISSING: { host: string }
  PASSWORD_UNUSABLE: { host: string; file: string }
  PROTOCOL_ERROR: { host: string; reason: string }
  /** The file of `tsctl serve`; `line` is 0 where it is about none, `detail` the word in question or the system's code. */
  SERVE_FILE_UNUSABLE: { host: string; file: string; problem: ServeFileProblem; line: number; detail: string }
}

/** The stable name of a failure, for programs to branch on. */
export type LogoffErrorCode = keyof ErrorFacts

/** One sentence per code; the type is what makes a second language complete. */
export type ErrorSentences = { readonly [C in LogoffErrorCode]: (facts: ErrorFacts[C]) => string }
