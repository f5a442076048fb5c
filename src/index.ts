/** The library: opens session hosts. */
import { type OpenOptions, open as openTarget } from './host/open.ts'
import { targetOf } from './host/target.ts'
import type { SessionHost } from './session/host.ts'

export {
  type Action,
  type ErrorFacts,
  type Feature,
  type Lack,
  LogoffError,
  type LogoffErrorCode,
  type NativeStatus,
  type Need,
  type Refusal,
  StatusError,
  type StatusSpace,
} from './errors.ts'
export { type Credential, credentialOf } from './host/credential.ts'
export type { OpenOptions } from './host/open.ts'
export type { TstsTarget } from './host/target.ts'
export type { SessionDetails } from './session/details.ts'
export type {
  CallOptions,
  ConnectOptions,
  EndOptions,
  Finding,
  HostKind,
  ListOptions,
  ProcessOptions,
  SessionEvent,
  SessionHost,
} from './session/host.ts'
export type { Message, MessageAnswer, MessageButton, MessageButtons } from './session/message.ts'
export type { Process } from './session/process.ts'
export { type Note, type Outcome, type Result, succeeded } from './session/result.ts'
export { currentSession, matchSessions, selectSession } from './session/select.ts'
export type { ClientInfo, Session, SessionKind, SessionState } from './session/session.ts'

/**
 * Opens a session host: this machine, the Linux host at an `ssh://user@host:port` URL, or the Windows session host of
 * any other name, for which `options.logOn` gives the credential.
 * @throws LogoffError HOST_UNREACHABLE, HOST_SILENT, AUTHENTICATION_FAILED, ACCOUNT_MISSING, NOT_SUPPORTED, PROGRAM_MISSING
 */
export async function open(name = '.', options: OpenOptions = {}): Promise<SessionHost> {
  return await openTarget(targetOf(name), options)
}
