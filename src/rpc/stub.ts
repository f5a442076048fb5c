/** The stub data of one call, cut into fragments and put together again. */
import { concat } from '../wire/concat.ts'
import { DecodeError } from '../wire/decode-error.ts'
import type { PduHeader } from './pdu.ts'
import { PfcFlags } from './pdu.ts'

const { PFC_FIRST_FRAG, PFC_LAST_FRAG } = PfcFlags

/** One fragment's share of a stub. */
export interface Piece {
  readonly stub: Uint8Array
  readonly pfcFlags: number
  /** The length of this piece and all that follow. [MS-RPCE] 2.2.2.6 */
  readonly allocHint: number
  readonly last: boolean
}

/** Pieces of at most `length` bytes, except the last a multiple of 16, so that only that one is padded. */
export function* piecesOf(stub: Uint8Array, length: number): Generator<Piece> {
  const step = length - (length % 16)
  for (let start = 0; start === 0 || start < stub.length; start += step) {
    const last = start + step >= stub.length
    yield {
      stub: stub.subarray(start, start + step),
      pfcFlags: (start === 0 ? PFC_FIRST_FRAG : 0) | (last ? PFC_LAST_FRAG : 0),
      allocHint: stub.length - start,
      last,
    }
  }
}

/** Puts the pieces of one call together, up to a limit. */
export class Assembly {
  readonly #limit: number
  readonly #pieces: Uint8Array[] = []
  #length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Takes the next piece; the whole stub once it is the last. @throws DecodeError */
  add({ pfcFlags }: PduHeader, stub: Uint8Array): Uint8Array | null {
    const first = (pfcFlags & PFC_FIRST_FRAG) !== 0
    if (first !== (this.#pieces.length === 0)) throw new DecodeError('the fragments are out of order', 3)
    this.#length += stub.length
    if (this.#length > this.#limit) throw new DecodeError(`more than ${this.#limit} bytes of stub data`, 8)
    this.#pieces.push(stub)
    if ((pfcFlags & PFC_LAST_FRAG) === 0) return null
    return this.#pieces.length === 1 ? stub : concat(this.#pieces)
  }
}
