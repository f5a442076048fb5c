/** One session of a practice host while it lives. */
import type { Session } from '../../session/session.ts'
import type { LabSession } from './seed.ts'
import { ProcessTree } from './tree.ts'

export interface LabEntry {
  session: Session
  /** Null for a session that owns no processes. */
  readonly tree: ProcessTree | null
}

export interface LabPlace {
  readonly host: string
  /** Whether the caller sits at this host. */
  readonly local: boolean
  /** Unique to the practice hosts that are opened together. */
  readonly mark: string
}

const MINUTE_MS = 60_000

/** Brings a session up with its processes. */
export async function startEntry(seed: LabSession, { host, local, mark }: LabPlace): Promise<LabEntry> {
  const { id, name, user, state, kind, client = '', current = false } = seed
  const tree = user === '' ? null : await ProcessTree.start(`${mark}/${host}/${id}`)
  const session: Session = {
    ...{ host, id, name, user, domain: '', state, nativeState: state, kind },
    logonTime: before(seed.logonMinutes),
    idleSince: before(seed.idleMinutes),
    client: client === '' ? null : { name: client, address: '' },
    current: current && local,
  }
  return { session, tree }
}

function before(minutes: number | undefined): Date | null {
  return minutes === undefined ? null : new Date(Date.now() - minutes * MINUTE_MS)
}
