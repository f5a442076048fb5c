/** The users that sessions and processes are said to belong to, by number. */
import { statSync } from 'node:fs'
import { localAccounts } from '../../linux/accounts.ts'
import { uidsOf } from '../../linux/name-service.ts'

/** How long a name service's answer counts; winbindd keeps its own for 300 s. smb.conf(5), winbind cache time. */
const KNOWN_MS = 30_000

/** How long a name counts as unknown: a name service that was away may be back. */
const UNKNOWN_MS = 1_000

const PASSWD = '/etc/passwd'

interface Answer {
  readonly uid: number | null
  readonly until: number
}

interface Batch {
  readonly names: Set<string>
  readonly done: Promise<void>
}

/** Looks numbers up: in /etc/passwd as it is now, else at the name service, whose answers it keeps for a moment. */
export class UserNumbers {
  #local: ReadonlyMap<string, number> = new Map()
  #version = ''
  #checked = false
  readonly #answers = new Map<string, Answer>()
  #batch: Batch | null = null

  /** The number of the user of that name; null where there is none. */
  async of(name: string): Promise<number | null> {
    if (name === '') return null
    this.#readLocal()
    const local = this.#local.get(name)
    if (local !== undefined) return local
    const known = this.#answers.get(name)
    if (known && known.until > performance.now()) return known.uid
    await this.#ask(name)
    return this.#answers.get(name)?.uid ?? null
  }

  /** Once for all who ask in the same moment. */
  #readLocal(): void {
    if (this.#checked) return
    this.#checked = true
    queueMicrotask(() => {
      this.#checked = false
    })
    const { ino, size, mtimeNs } = statSync(PASSWD, { bigint: true })
    const version = [ino, size, mtimeNs].join()
    if (version === this.#version) return
    this.#local = new Map(localAccounts().map(({ name, uid }) => [name, uid]))
    this.#version = version
  }

  /** Those who ask in the same moment are answered by one look-up. */
  #ask(name: string): Promise<void> {
    this.#batch ??= this.#collect()
    this.#batch.names.add(name)
    return this.#batch.done
  }

  #collect(): Batch {
    const names = new Set<string>()
    const done = Promise.resolve().then(() => {
      this.#batch = null
      return this.#lookUp([...names])
    })
    return { names, done }
  }

  async #lookUp(names: readonly string[]): Promise<void> {
    const found = await uidsOf(names)
    const now = performance.now()
    for (const [name, { until }] of this.#answers) if (until <= now) this.#answers.delete(name)
    for (const name of names) {
      const uid = found.get(name) ?? null
      this.#answers.set(name, { uid, until: now + (uid === null ? UNKNOWN_MS : KNOWN_MS) })
    }
  }
}
