/** Shows a message in a window on a user's X display. */
import { type ChildProcess, spawn } from 'node:child_process'
import { StatusError } from '../errors.ts'
import { within } from '../session/deadline.ts'
import type { CallOptions } from '../session/host.ts'
import type { Message, MessageAnswer } from '../session/message.ts'
import type { Account } from './accounts.ts'
import type { Display } from './display.ts'
import { errnoError, isErrno } from './errno.ts'
import { spawnOptions } from './run.ts'
import { WINDOW_PROGRAMS, type WindowProgram } from './window-programs.ts'

/** How soon a program fails that cannot open the display. */
const START_MS = 500

/** So much is kept of what a program complains of: its user can make it say anything. */
const MOST_COMPLAINT = 4_096

/** Shows nothing longer than this: X programs count milliseconds in 32 bits. */
const MAX_SECONDS = 2_000_000

/** Options of `showWindow`. */
export interface WindowOptions extends CallOptions {
  /** Told of each process that is started, before it has drawn anything. */
  readonly onStart?: ((pid: number) => void) | undefined
}

/**
 * Shows the message as the display's user; with `message.wait`, until it is answered or its time is over. The window
 * outlives this process. Null where no program that can do it is installed.
 * @throws StatusError where the display cannot be opened, and EPERM where the caller is neither root nor that user
 */
export async function showWindow(
  message: Message,
  to: { readonly display: Display; readonly account: Account },
  options: WindowOptions = {},
): Promise<MessageAnswer | null> {
  if (![0, to.account.uid].includes(process.getuid?.() ?? -1)) {
    throw new StatusError('setuid', { space: 'errno', value: 1, symbol: 'EPERM' })
  }
  const limited = { ...message, timeSeconds: Math.min(message.timeSeconds, MAX_SECONDS) }
  for (const program of WINDOW_PROGRAMS) {
    const answer = await showWith(program, limited, to, options)
    if (answer !== null) return answer
  }
  return null
}

async function showWith(
  program: WindowProgram,
  message: Message,
  { display, account }: { readonly display: Display; readonly account: Account },
  { signal, onStart }: WindowOptions,
): Promise<MessageAnswer | null> {
  signal?.throwIfAborted()
  const args = program.args(message)
  if (args === null) return null
  const env = { ...display.locale, DISPLAY: display.name, XAUTHORITY: display.authority, HOME: account.home }
  const child = spawn(program.name, args, {
    ...spawnOptions({ as: account, env }),
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  if (child.pid !== undefined) onStart?.(child.pid)
  const ended = endOf(child, program.name, program.answers(message))
  child.stdin?.on('error', () => {}) // ignored: it ended before it read the text, and says why itself
  child.stdin?.end(program.input(message))
  try {
    if (message.wait) return await waited(child, ended, signal)
    let answer: MessageAnswer | null = 'sent'
    await within(START_MS, signal, async () => {
      if ((await ended) === null) answer = null
    })
    return answer
  } finally {
    child.unref()
    child.stderr?.destroy()
  }
}

async function waited(child: ChildProcess, ended: Promise<MessageAnswer | null>, signal: AbortSignal | undefined) {
  const close = () => child.kill()
  signal?.addEventListener('abort', close, { once: true })
  try {
    const answer = await ended
    signal?.throwIfAborted()
    return answer
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', close)
  }
}

function endOf(
  child: ChildProcess,
  name: string,
  answers: Readonly<Record<number, MessageAnswer>>,
): Promise<MessageAnswer | null> {
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(0, MOST_COMPLAINT)
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      if (isErrno(error, 'ENOENT')) resolve(null)
      else reject(errnoError(`run ${name}`, error))
    })
    child.once('close', (code) => {
      const answer = code === null ? undefined : answers[code]
      // Both end with 1 when the window is closed and when there is no display; then they say so.
      if (answer && !(code === 1 && /display/i.test(complaint))) resolve(answer)
      else reject(new StatusError(name, { space: 'exit', value: code, symbol: 'exit' }, complaint.trim()))
    })
  })
}
