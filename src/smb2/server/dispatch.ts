/** Which function answers which command of an authenticated session. [MS-SMB2] 3.3.5 */
import { NtStatus } from '../../wire/ntstatus.ts'
import { Command } from '../messages/header.ts'
import { type Exchange, failure, type Outcome } from './exchange.ts'
import { close, create, done, ioctl, type PipeServices, read, treeConnect, write } from './files.ts'
import type { ServerSession } from './server-session.ts'
import { isValidateNegotiate, type Negotiation, validateNegotiateInfo } from './validate.ts'

/** What the commands need of the connection. */
export interface Connection {
  readonly negotiation: Negotiation
  readonly services: PipeServices
  /** Ends a session. */
  logoff(session: ServerSession): void
}

/** Answers one request whose protection was checked. */
export function dispatch(
  exchange: Exchange,
  session: ServerSession,
  connection: Connection,
): Outcome | Promise<Outcome> {
  const { request, treeId } = exchange
  const { command } = request.header
  if (command === Command.LOGOFF) return done({ after: () => connection.logoff(session) })
  if (command === Command.ECHO) return done()
  if (command === Command.TREE_CONNECT) return treeConnect(exchange, session)
  if (!session.trees.has(treeId)) return failure(NtStatus.STATUS_NETWORK_NAME_DELETED)
  if (command === Command.TREE_DISCONNECT) {
    session.trees.delete(treeId)
    return done()
  }
  if (command === Command.CREATE) return create(exchange, session, connection.services)
  if (command === Command.CLOSE) return close(exchange, session)
  if (command === Command.WRITE) return write(exchange, session)
  if (command === Command.READ) return read(exchange, session)
  if (command !== Command.IOCTL) return failure(NtStatus.STATUS_NOT_SUPPORTED)
  return isValidateNegotiate(request)
    ? validateNegotiateInfo(request, connection.negotiation)
    : ioctl(exchange, session)
}
