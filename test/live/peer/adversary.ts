/** Processes that resist a log-off, started in a session. */
import { randomBytes } from 'node:crypto'
import type { PeerHost } from './host.ts'
import type { PeerProcess } from './processes.ts'
import { waitFor } from './wait.ts'

/** Each ignores TERM and HUP; the second has left its session and terminal, the third lives 2 ms and then is another. */
export const adversaryKinds = ['termIgnorer', 'setsidDaemon', 'respawner'] as const

/** One of the ways to resist. */
export type AdversaryKind = (typeof adversaryKinds)[number]

/** Something in a session that is told to resist. */
export interface Adversary {
  readonly kind: AdversaryKind
  /** Those of its processes that are alive, wherever they went. */
  processes(): Promise<PeerProcess[]>
}

const words = { termIgnorer: 'term-ignorer', setsidDaemon: 'setsid-daemon', respawner: 'respawner' } as const

/** Starts an adversary from the session's own shell; resolves when it is seen running. */
export async function startAdversary(
  host: PeerHost,
  session: { send(line: string): void },
  kind: AdversaryKind,
): Promise<Adversary> {
  const variable = `LOGOFF_ADVERSARY=${randomBytes(8).toString('hex')}`
  const processes = () => host.processesOf({ variable })
  session.send(`${variable} perl /opt/adversary/adversary.pl ${words[kind]} &`)
  await waitFor(async () => isAtWork(kind, await processes()), { what: `the ${kind} to start` })
  return { kind, processes }
}

/** Deaf to TERM, and detached from what started it unless it is the one that stays. */
function isAtWork(kind: AdversaryKind, processes: readonly PeerProcess[]): boolean {
  const deaf = processes.filter(({ ignoresTerm }) => ignoresTerm)
  if (kind === 'respawner') return deaf.length >= 8
  return deaf.length === 1 && (kind === 'termIgnorer' || deaf[0]?.parent === 1)
}
