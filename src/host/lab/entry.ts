/** One session of a practice host while it lives. */

import type { RunningProcess } from '../../linux/processes.ts'
import type { SessionDetails } from '../../session/details.ts'
import type { Session } from '../../session/session.ts'
import { QuietTree } from './quiet-tree.ts'
import type { LabSession } from './seed.ts'
import { ProcessTree } from './tree.ts'

/** What runs in a session. */
export interface SessionTree extends AsyncDisposable {
  /** Resolves when nothing runs any more. */
  readonly closed: Promise<void>
  processes(): RunningProcess[]
  signal(name: NodeJS.Signals): void
  kill(): void
}

export interface LabEntry {
  session: Session
  details: SessionDetails
  /** Null for a session that is nobody's. */
  readonly tree: SessionTree | null
}

/** What the sessions of one practice host have in common. */
export interface LabPlace {
  readonly host: string
  /** Whether the caller sits at this host. */
  readonly local: boolean
  /** Unique to the practice hosts that are opened together. */
  readonly mark: string
  /** Whether sessions own processes. */
  readonly processes: boolean
}

const MINUTE_MS = 60_000

/** Brings a session up with its processes. */
export async function startEntry(seed: LabSession, { host, local, mark, processes }: LabPlace): Promise<LabEntry> {
  const { id, name, user, state, kind, client = '', current = false } = seed
  const tree = user === '' ? null : await startTree(processes, `${mark}/${host}/${id}`)
  const session: Session = {
    ...{ host, id, name, user, domain: '', state, nativeState: state, kind },
    logonTime: before(seed.logonMinutes),
    idleSince: before(seed.idleMinutes),
    client: client === '' ? null : { name: client, address: '' },
    current: current && local,
  }
  return { session, details: { locked: false, connectTime: session.logonTime, disconnectTime: null }, tree }
}

async function startTree(processes: boolean, mark: string): Promise<SessionTree> {
  return processes ? await ProcessTree.start(mark) : new QuietTree()
}

function before(minutes: number | undefined): Date | null {
  return minutes === undefined ? null : new Date(Date.now() - minutes * MINUTE_MS)
}
