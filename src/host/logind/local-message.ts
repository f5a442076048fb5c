/** Shows a message on this machine: in a window where the session has windows, else on its terminals. */
import { LogoffError } from '../../errors.ts'
import type { Accounts } from '../../linux/accounts.ts'
import { findDisplay } from '../../linux/display.ts'
import { findProcesses } from '../../linux/processes.ts'
import { writeTerminal } from '../../linux/terminal.ts'
import { terminalName } from '../../linux/terminal-name.ts'
import { terminalText } from '../../linux/terminal-text.ts'
import { showWindow } from '../../linux/window.ts'
import { WINDOW_PROGRAM } from '../../linux/window-programs.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Screen } from './machine.ts'

/** What the machine knows of the session's processes and users. */
export interface Surroundings {
  readonly pids: readonly number[]
  readonly accounts: Accounts
  /** Makes a process one of the session's. */
  readonly adopt: (pid: number) => void
}

/**
 * Shows it and says what came of it.
 * @throws StatusError EACCES, EPERM, EAGAIN
 * @throws LogoffError SESSION_UNREACHABLE, PROGRAM_MISSING
 */
export async function showLocally(
  message: Message,
  screen: Screen,
  { pids, accounts, adopt }: Surroundings,
  options: CallOptions,
): Promise<MessageAnswer> {
  const { host, id } = screen
  if (screen.graphical) {
    const account = await accounts.get(screen.uid, options)
    const display = account && findDisplay({ pids, known: screen.display, account })
    if (!account || !display) throw new LogoffError('SESSION_UNREACHABLE', { host, id })
    // A window is the session's own: it ends with it, and takes up nothing of what its sender has.
    const answer = await showWindow(message, { display, account }, { ...options, onStart: adopt })
    if (answer !== null) return answer
    throw new LogoffError('PROGRAM_MISSING', { host, ...WINDOW_PROGRAM })
  }
  const terminals = terminalsOf(screen, pids)
  if (terminals.length === 0) throw new LogoffError('SESSION_UNREACHABLE', { host, id })
  for (const terminal of terminals) await writeTerminal(terminal, terminalText(message), options)
  return 'sent'
}

// sshd opens a session before its terminal, which logind then never learns of: its processes know it.
function terminalsOf({ terminal }: Screen, pids: readonly number[]): string[] {
  if (terminal !== '') return [terminal]
  const names = findProcesses(pids).flatMap((process) => terminalName(process.terminal) ?? [])
  return [...new Set(names)]
}
