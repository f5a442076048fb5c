/** What was found out about the sessions of xrdp, kept so that not every question runs programs and asks X servers. */
import type { ClientInfo } from '../../session/session.ts'
import type { UserDisplay } from './x-input.ts'

/** xrdp writes a client's name to the journal when it has logged on; that long it is looked for. */
const NAMED_MS = 10_000

/** How long an answer about the last input counts. */
const INPUT_MS = 1_000

/** How long a display is left alone that did not answer: its user can halt its server. */
const SILENT_MS = 10_000

/** How long one may take to answer. */
export const PATIENCE_MS = 250

interface Seen {
  readonly connection: string
  readonly client: ClientInfo | null
  readonly since: number
}

interface Input {
  readonly at: Date | null
  readonly until: number
}

/** Of one machine; each by the number of the display. */
export class XrdpMemory {
  #seen: ReadonlyMap<string, Seen> = new Map()
  readonly #inputs = new Map<string, Input>()

  /** The clients of those connections; a connection has the same client for as long as it lasts. */
  async clients(
    connections: ReadonlyMap<string, string>,
    read: () => Promise<ReadonlyMap<string, ClientInfo>>,
  ): Promise<ReadonlyMap<string, ClientInfo>> {
    const open = [...connections].filter(([, connection]) => connection !== '')
    const now = performance.now()
    const isKnown = ([display, connection]: readonly [string, string]) => {
      const seen = this.#seen.get(display)
      return seen?.connection === connection && (seen.client?.name || now - seen.since > NAMED_MS)
    }
    if (!open.every(isKnown)) {
      const found = await read()
      this.#seen = new Map(
        open.map(([display, connection]) => {
          const before = this.#seen.get(display)
          const since = before?.connection === connection ? before.since : now
          return [display, { connection, client: found.get(display) ?? null, since }]
        }),
      )
    }
    return new Map(
      open.flatMap(([display]) => {
        const client = this.#seen.get(display)?.client
        return client ? [[display, client] as const] : []
      }),
    )
  }

  /** When each display was last touched; asks those of which that is not known. */
  async inputs(
    displays: readonly UserDisplay[],
    ask: (displays: readonly UserDisplay[]) => Promise<ReadonlyMap<string, Date>>,
  ): Promise<ReadonlyMap<string, Date>> {
    const now = performance.now()
    for (const [display, { until }] of this.#inputs) if (until <= now) this.#inputs.delete(display)
    const due = displays.filter(({ display }) => !this.#inputs.has(display))
    if (due.length > 0) {
      const found = await ask(due)
      for (const { display } of due) {
        const at = found.get(display) ?? null
        this.#inputs.set(display, { at, until: performance.now() + (at ? INPUT_MS : SILENT_MS) })
      }
    }
    return new Map(
      displays.flatMap(({ display }) => {
        const at = this.#inputs.get(display)?.at
        return at ? [[display, at] as const] : []
      }),
    )
  }
}
