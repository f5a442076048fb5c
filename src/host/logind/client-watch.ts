/** Notices clients that come to sessions of xrdp and leave them. Nobody tells, so it looks once a second while there are any. */
import { displayNumber, SOCKET_TABLE, type XrdpLink, xrdpDisplays } from '../../linux/xrdp/displays.ts'
import type { CallOptions } from '../../session/host.ts'
import type { Connection } from './connection.ts'
import { sessionPath } from './login1.ts'
import { readSession } from './sessions.ts'
import { isXrdp } from './translate.ts'

/** How often the kernel's table of sockets is read. */
const LOOK_MS = 1_000

/** A session, and how it was at the last look; undefined where that could not be told. */
interface Watched {
  readonly display: string
  link: XrdpLink | undefined
}

export class ClientWatch implements Disposable {
  readonly #connection: Connection
  readonly #changed: (id: string) => void
  readonly #watched = new Map<string, Watched>()
  #timer: NodeJS.Timeout | undefined

  /** Calls `changed` with the session's ID. */
  constructor(connection: Connection, changed: (id: string) => void) {
    this.#connection = connection
    this.#changed = changed
  }

  /** Begins with the sessions that there are. */
  async begin(options: CallOptions): Promise<void> {
    const lines = await this.#connection.login1.ListSessions(options)
    await Promise.all(lines.map(({ session_id }) => this.add(session_id, options)))
    if (this.#watched.size > 0) await this.#look(options)
  }

  /** Goes on with another session, if it is one of xrdp. */
  async add(id: string, options: CallOptions): Promise<void> {
    if (this.#connection.isForeign) return
    const properties = await readSession(this.#connection, sessionPath(id), options)
    const display = properties && isXrdp(properties) ? displayNumber(properties.text('Display')) : ''
    if (display === '') return
    this.#watched.set(id, { display, link: undefined })
    this.#timer ??= this.#later(options)
  }

  remove(id: string): void {
    this.#watched.delete(id)
    if (this.#watched.size === 0) this[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #later(options: CallOptions): NodeJS.Timeout {
    return setTimeout(async () => {
      await this.#look(options).catch(() => {}) // ignored: who watches is told of an abort and of a loss
      this.#timer &&= this.#later(options)
    }, LOOK_MS)
  }

  async #look(options: CallOptions): Promise<void> {
    const table = await this.#table(options)
    for (const [id, each] of this.#watched) {
      const link = table.get(each.display)
      const told = each.link !== undefined && link !== undefined && link !== each.link
      each.link = link
      if (told) this.#changed(id)
    }
  }

  async #table(options: CallOptions): Promise<Map<string, XrdpLink>> {
    return xrdpDisplays(await this.#connection.machine.kernelFile(SOCKET_TABLE, options))
  }
}
