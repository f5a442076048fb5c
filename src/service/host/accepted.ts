/** Log-offs and resets that were accepted, on disk until they are done. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { LogonShape } from './logon.ts'
import { readState, removeState, statesIn, writeState } from './state-file.ts'

const Shape = v.strictObject({
  action: v.picklist(['logoff', 'reset']),
  /** Who asked for it, for the journal. */
  who: v.string(),
  logon: LogonShape,
  graceMs: v.nullable(v.number()),
})

/** One that was accepted. */
export type Accepted = v.InferOutput<typeof Shape>

/** One that is on disk. */
export interface Kept {
  readonly accepted: Accepted
  readonly file: string
}

/** The folder that holds them, a file each. */
export class AcceptedEndings {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Writes one down; once this returns it cannot be lost. */
  keep(accepted: Accepted): Kept {
    const file = join(this.#folder, `${randomUUID()}.json`)
    writeState(file, accepted)
    return { accepted, file }
  }

  /** Those that were cut off. */
  left(): Kept[] {
    return statesIn(this.#folder).flatMap((file) => {
      const read = v.safeParse(Shape, readState(file))
      if (read.success) return [{ accepted: read.output, file }]
      removeState(file)
      return []
    })
  }

  done({ file }: Kept): void {
    removeState(file)
  }
}
