/** Tells systemd how the service is, by the program systemd-notify: Node has no datagram sockets. sd_notify(3) */
import { run } from '../linux/run.ts'
import type { Journal } from './journal.ts'

/** Tells systemd states such as "READY=1", one after the other; resolves when it knows. Never rejects. */
export type Notifier = (...states: readonly string[]) => Promise<void>

/** So long a manager may take to hear it. */
const TELL_MS = 5_000

/** Tells the manager behind `socket`, NOTIFY_SOCKET; without one nobody is told. */
export function openNotifier(socket: string | undefined, journal: Journal): Notifier {
  if (!socket) return async () => {}
  let last: Promise<void> = Promise.resolve()
  return (...states) => {
    last = last.then(async () => {
      const why = await failureOf(socket, states)
      if (why !== '') journal('warning', `Cannot tell systemd ${states.join(' ')}: ${why}`)
    })
    return last
  }
}

/** Why it could not be told; '' where it could. */
async function failureOf(socket: string, states: readonly string[]): Promise<string> {
  try {
    const env = { NOTIFY_SOCKET: socket }
    const told = await run('systemd-notify', states, { env, signal: AbortSignal.timeout(TELL_MS) })
    if (told === null) return 'the program systemd-notify is missing'
    return told.code === 0 ? '' : told.stderr.trim() || `systemd-notify ended with ${told.code}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
