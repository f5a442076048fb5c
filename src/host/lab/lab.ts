/** Opens practice hosts: for trying things out, for tests, and to be put behind a network front. */
import { randomUUID } from 'node:crypto'
import { LogoffError } from '../../errors.ts'
import { startEntry } from './entry.ts'
import { LabHost } from './host.ts'
import { DEFAULT_SESSIONS, type LabSession } from './seed.ts'

/** Which hosts there are, and which sessions. */
export interface LabOptions {
  /** Names of the hosts; the caller sits at the first. Default: Server1 and Server2. */
  readonly hosts?: readonly string[] | undefined
  /** The sessions of every host. */
  readonly sessions?: readonly LabSession[] | undefined
}

/** Practice hosts that were opened together. Closing it ends all processes of their sessions; so does the end of this process. */
export class Lab implements AsyncDisposable {
  readonly hosts: readonly LabHost[]
  readonly #end: () => Promise<void>
  #closed: Promise<void> | undefined

  /** @param end ends all processes of all sessions */
  constructor(hosts: readonly LabHost[], end: () => Promise<void>) {
    this.hosts = hosts
    this.#end = end
  }

  /**
   * The host of that name, without regard to case.
   * @throws LogoffError HOST_UNREACHABLE
   */
  host(name: string): LabHost {
    const host = this.hosts.find((each) => each.name.toLowerCase() === name.toLowerCase())
    if (host) return host
    const names = this.hosts.map((each) => each.name).join(', ')
    throw new LogoffError('HOST_UNREACHABLE', { host: name, reason: `the practice hosts are ${names}` })
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/**
 * Opens practice hosts; needs Linux and no right.
 * @throws LogoffError NOT_SUPPORTED
 */
export async function openLab({
  hosts = ['Server1', 'Server2'],
  sessions = DEFAULT_SESSIONS,
}: LabOptions = {}): Promise<Lab> {
  if (process.platform !== 'linux')
    throw new LogoffError('NOT_SUPPORTED', { host: hosts[0] ?? '', feature: 'platform' })
  const mark = randomUUID()
  const starting = hosts.map((host, index) =>
    sessions.map((seed) => startEntry(seed, { host, local: index === 0, mark, processes: true })),
  )
  const settled = await Promise.allSettled(starting.flat())
  const trees = settled.flatMap((each) => (each.status === 'fulfilled' && each.value.tree ? each.value.tree : []))
  const end = async () => {
    await Promise.all(trees.map((tree) => tree[Symbol.asyncDispose]()))
  }
  try {
    const entries = await Promise.all(starting.map((each) => Promise.all(each)))
    return new Lab(
      hosts.map((host, index) => new LabHost(host, entries[index]!)),
      end,
    )
  } catch (error) {
    await end()
    throw error
  }
}
