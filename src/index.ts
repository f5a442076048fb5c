/** The library: opens session hosts. */
import { type OpenOptions, open as openTarget } from './host/open.ts'
import { targetOf } from './host/target.ts'
import type { SessionHost } from './session/host.ts'

export {
  type Action,
  type ErrorFacts,
  type Feature,
  LogoffError,
  type LogoffErrorCode,
  type NativeStatus,
  type Need,
  StatusError,
  type StatusSpace,
} from './errors.ts'
export type { OpenOptions } from './host/open.ts'
export type {
  CallOptions,
  EndOptions,
  Finding,
  HostKind,
  ProcessOptions,
  SessionEvent,
  SessionHost,
} from './session/host.ts'
export type { Message, MessageAnswer } from './session/message.ts'
export type { Process } from './session/process.ts'
export { type Note, type Outcome, type Result, succeeded } from './session/result.ts'
export { currentSession, matchSessions, selectSession } from './session/select.ts'
export type { ClientInfo, Session, SessionKind, SessionState } from './session/session.ts'

/**
 * Opens a session host: this machine, or the one at an `ssh://user@host:port` URL.
 * @throws LogoffError HOST_UNREACHABLE, HOST_SILENT, AUTHENTICATION_FAILED, NOT_SUPPORTED, PROGRAM_MISSING
 */
export async function open(name = '.', options: OpenOptions = {}): Promise<SessionHost> {
  return await openTarget(targetOf(name), options)
}
