/** When mouse and keyboard of X displays were last touched. */
import { addAbortSignal } from 'node:stream'
import { cookieOf } from '../../linux/x11/authority.ts'
import { idleTime } from '../../linux/x11/idle.ts'
import type { CallOptions } from '../../session/host.ts'
import { LinkedAbort } from '../../session/linked-abort.ts'
import type { Machine } from './machine.ts'

/** A display and whose it is. */
export interface UserDisplay {
  /** Its number. */
  readonly display: string
  readonly uid: number
}

/** How long a display may take to answer: its user can halt its server. */
const ANSWER_MS = 2_000

/** Asks each display as its user; one that does not answer, or that the caller may not ask, is missing. */
export async function lastInput(
  machine: Machine,
  displays: readonly UserDisplay[],
  { answerMs = ANSWER_MS, ...options }: CallOptions & { readonly answerMs?: number },
): Promise<Map<string, Date>> {
  const asked = displays.filter(({ uid }) => machine.uid === 0 || machine.uid === uid)
  if (asked.length === 0) return new Map()
  const hostname = (await machine.kernelFile('/proc/sys/kernel/hostname', options)).trim()
  const answers = asked.map(async (each) => {
    const idleMs = await ask(machine, each, { ...options, hostname, answerMs })
    return idleMs === null ? [] : [[each.display, new Date(Date.now() - idleMs)] as const]
  })
  return new Map((await Promise.all(answers)).flat())
}

async function ask(
  machine: Machine,
  { display, uid }: UserDisplay,
  { hostname, answerMs, signal }: CallOptions & { readonly hostname: string; readonly answerMs: number },
): Promise<number | null> {
  const account = await machine.account(uid, { signal })
  const file = account && (await machine.ownFile(`${account.home}/.Xauthority`, account, { signal }))
  const cookie = file && cookieOf(file, hostname, display)
  if (!cookie) return null
  using deadline = new LinkedAbort([signal, AbortSignal.timeout(answerMs)])
  try {
    const stream = await machine.connectTo(`/tmp/.X11-unix/X${display}`, { signal: deadline.signal })
    stream.on('error', () => {}) // ignored: whoever reads from it is told
    try {
      return await idleTime(addAbortSignal(deadline.signal, stream), cookie)
    } finally {
      stream.destroy()
    }
  } catch {
    signal?.throwIfAborted()
    return null // ignored: a display that does not answer tells nothing
  }
}
