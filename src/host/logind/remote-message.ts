/** Shows a message on another machine: in a window where the session has windows, else on its terminals. */
import { randomBytes } from 'node:crypto'
import { LogoffError, StatusError } from '../../errors.ts'
import type { Account } from '../../linux/accounts.ts'
import { type Display, displayOf } from '../../linux/display.ts'
import { parseEnviron } from '../../linux/environ.ts'
import { splitDevice, terminalName } from '../../linux/terminal-name.ts'
import { terminalText } from '../../linux/terminal-text.ts'
import { WINDOW_PROGRAM, WINDOW_PROGRAMS, type WindowProgram } from '../../linux/window-programs.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Screen } from './machine.ts'
import { environmentScript, type RemoteProcess, type RemoteProcesses } from './remote-processes.ts'
import { quote } from './remote-shell.ts'
import type { SshConnection } from './ssh-connection.ts'

/** What is known of the machine and of the session's processes. */
export interface RemoteSurroundings {
  readonly connection: SshConnection
  readonly processes: RemoteProcesses
  /** The user that we are there. */
  readonly uid: number
  readonly members: readonly RemoteProcess[]
}

/**
 * Shows it and says what came of it.
 * @throws StatusError EACCES, EPERM, EAGAIN
 * @throws LogoffError SESSION_UNREACHABLE, PROGRAM_MISSING
 */
export async function showRemotely(
  message: Message,
  screen: Screen,
  surroundings: RemoteSurroundings,
  options: CallOptions,
): Promise<MessageAnswer> {
  if (screen.graphical) return await showWindow(message, screen, surroundings, options)
  const terminals = terminalsOf(screen, surroundings.members)
  if (terminals.length === 0) throw unreachable(screen)
  for (const terminal of terminals) await write(terminal, terminalText(message), surroundings, options)
  return 'sent'
}

function terminalsOf({ terminal }: Screen, members: readonly RemoteProcess[]): string[] {
  if (terminal !== '') return [terminal]
  // Only of terminals with fixed numbers is the name the same on every machine.
  const common = members.filter(({ terminal }) => [4, 136, 137, 138, 139].includes(splitDevice(terminal).major))
  return [...new Set(common.flatMap((each) => terminalName(each.terminal) ?? []))]
}

/** How long a terminal may refuse to take the text, as after Ctrl+S. */
const STUCK_SECONDS = 1

/** What timeout(1) ends with when it had to end its program. */
const TIMED_OUT = 124

async function write(name: string, text: string, { connection }: RemoteSurroundings, { signal }: CallOptions) {
  const path = quote(`/dev/${name}`)
  const script = `[ -c ${path} ] || exit 25; [ -w ${path} ] || exit 13
    printf %s ${quote(text)} | timeout ${STUCK_SECONDS} tee ${path} >/dev/null`
  const { code } = await connection.run(script, { signal })
  if (code === 0) return
  const symbol = { 25: 'ENOTTY', 13: 'EACCES', [TIMED_OUT]: 'EAGAIN' }[code] ?? 'EIO'
  const value = { ENOTTY: 25, EACCES: 13, EAGAIN: 11, EIO: 5 }[symbol] ?? null
  throw new StatusError(`write /dev/${name}`, { space: 'errno', value, symbol })
}

async function showWindow(message: Message, screen: Screen, surroundings: RemoteSurroundings, options: CallOptions) {
  const { processes, uid } = surroundings
  const account = await processes.account(screen.uid, options)
  if (!account) throw unreachable(screen)
  if (uid !== 0 && uid !== account.uid) {
    throw new StatusError('setuid', { space: 'errno', value: 1, symbol: 'EPERM' })
  }
  const display = displayOf(await environments(surroundings, options), screen.display, account)
  if (!display) throw unreachable(screen)
  for (const program of WINDOW_PROGRAMS) {
    const answer = await showWith(program, message, { display, account, surroundings })
    if (answer !== null) return answer
  }
  throw new LogoffError('PROGRAM_MISSING', { host: screen.host, ...WINDOW_PROGRAM })
}

async function environments({ connection, members }: RemoteSurroundings, { signal }: CallOptions) {
  const mark = randomBytes(16).toString('hex')
  const script = environmentScript(
    members.map(({ pid }) => pid),
    mark,
  )
  const { stdout } = await connection.run(script, { signal })
  return stdout.split(mark).map(parseEnviron)
}

interface WindowPlace {
  readonly display: Display
  readonly account: Account
  readonly surroundings: RemoteSurroundings
}

/** Exit codes of the shell: no such program; it still runs. */
const NOT_FOUND = 127
const RUNNING = 99

async function showWith(program: WindowProgram, message: Message, { display, account, surroundings }: WindowPlace) {
  const args = program.args(message)
  if (args === null) return null
  const { connection, uid } = surroundings
  const variables = { ...display.locale, DISPLAY: display.name, XAUTHORITY: display.authority, HOME: account.home }
  const words = [...Object.entries(variables).map(([name, value]) => `${name}=${value}`), program.name]
  const become = uid === 0 ? ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--init-groups'] : []
  const line = [...become, 'env', '-i', 'PATH=/usr/local/bin:/usr/bin:/bin', ...words, ...args]
  const input = `printf %s ${quote(program.input(message))}`
  const found = `command -v ${quote(program.name)} >/dev/null || exit ${NOT_FOUND}`
  const show = `${input} | ${line.map(quote).join(' ')}`
  const aside = `(${show}) >/dev/null 2>/dev/null & sleep 0.5; kill -0 $! 2>/dev/null && exit ${RUNNING}; wait $!`
  const script = `${found}; ${message.wait ? show : aside}`
  const { stream, ended } = connection.start(`exec /bin/sh -c ${quote(script)}`)
  stream.resume().end()
  const { code, stderr } = await ended
  if (code === NOT_FOUND) return null
  if (code === RUNNING) return 'sent'
  const answer = program.answers(message)[code]
  if (answer && !(code === 1 && /display/i.test(stderr))) return message.wait ? answer : 'sent'
  throw new StatusError(program.name, { space: 'exit', value: code, symbol: 'exit' }, stderr.trim())
}

function unreachable({ host, id }: Screen): LogoffError {
  return new LogoffError('SESSION_UNREACHABLE', { host, id })
}
