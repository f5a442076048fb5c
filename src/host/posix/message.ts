/** Shows a message in a login: on its terminals, else in a window on its display. */
import { LogoffError } from '../../errors.ts'
import type { Accounts } from '../../linux/accounts.ts'
import { findDisplay } from '../../linux/display.ts'
import { writeTerminal } from '../../linux/terminal.ts'
import { terminalText } from '../../linux/terminal-text.ts'
import { showWindow } from '../../linux/window.ts'
import { WINDOW_PROGRAM } from '../../linux/window-programs.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import { displayOf, terminalsOf } from './facts.ts'
import type { Login } from './login.ts'
import type { ListedLogin } from './logins.ts'

/**
 * Shows it and says what came of it.
 * @throws StatusError EACCES, EPERM, EAGAIN
 * @throws LogoffError SESSION_UNREACHABLE, PROGRAM_MISSING
 */
export async function showMessage(
  { login, session }: ListedLogin,
  message: Message,
  options: CallOptions & { readonly accounts: Accounts },
): Promise<MessageAnswer> {
  // The terminals of a graphical session are windows in it, any of which may be hidden.
  const terminals = session.kind === 'rdp' ? [] : terminalsOf(login)
  if (terminals.length === 0) return await showOnDisplay(login, message, { ...options, host: session.host })
  for (const terminal of terminals) await writeTerminal(terminal, terminalText(message), options)
  return 'sent'
}

async function showOnDisplay(
  login: Login,
  message: Message,
  options: CallOptions & { readonly accounts: Accounts; readonly host: string },
): Promise<MessageAnswer> {
  const { host, accounts } = options
  const account = await accounts.get(login.uid, options)
  const pids = login.members.filter(({ uid }) => uid === login.uid).map(({ pid }) => pid)
  const display = account && findDisplay({ pids, known: displayOf(login), account })
  if (!account || !display) throw new LogoffError('SESSION_UNREACHABLE', { host, id: login.id })
  const answer = await showWindow(message, { display, account }, options)
  if (answer !== null) return answer
  throw new LogoffError('PROGRAM_MISSING', { host, ...WINDOW_PROGRAM })
}
