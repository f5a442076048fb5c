/** Calls that nobody waits for any more, and what may still come of them. [C706] 12.6.4.8 */
import { DecodeError } from '../wire/decode-error.ts'
import type { Fragment } from './fragment.ts'
import { MAX_RESPONSE } from './limits.ts'
import { PduType, PfcFlags } from './pdu.ts'

/** The orphaned calls of one connection whose answers may be on their way. */
export class Orphans {
  /** How many bytes each may still bring. */
  readonly #left = new Map<number, number>()

  add(callId: number): void {
    this.#left.set(callId, MAX_RESPONSE)
  }

  clear(): void {
    this.#left.clear()
  }

  /** Whether the fragment belongs to one of these calls. @throws DecodeError when that call's answer never ends */
  take({ header, bytes }: Fragment): boolean {
    const before = this.#left.get(header.callId)
    if (before === undefined) return false
    const left = before - bytes.length
    if (left < 0)
      throw new DecodeError(`more than ${MAX_RESPONSE} bytes answer call ${header.callId}, long given up`, 12)
    const isLast = header.ptype === PduType.fault || (header.pfcFlags & PfcFlags.PFC_LAST_FRAG) !== 0
    if (isLast) this.#left.delete(header.callId)
    else this.#left.set(header.callId, left)
    return true
  }
}
