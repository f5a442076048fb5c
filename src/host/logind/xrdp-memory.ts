/** When the displays of xrdp were last touched, kept so that not every question asks X servers. */
import type { UserDisplay } from './x-input.ts'

/** How long an answer about the last input counts. */
const INPUT_MS = 1_000

/** How long a display is left alone that did not answer: its user can halt its server. */
const SILENT_MS = 10_000

/** How long one may take to answer. */
export const PATIENCE_MS = 250

interface Input {
  readonly at: Date | null
  readonly until: number
}

/** Of one machine; each by the number of the display. */
export class XrdpMemory {
  readonly #inputs = new Map<string, Input>()

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
