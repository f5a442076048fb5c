/** The stub data of one call, cut into fragments and put together again. */
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

/** Puts the pieces of one call together, up to a limit; what it holds is no more than twice what has come. */
export class Assembly {
  readonly #limit: number
  #whole: Uint8Array | null = null
  #length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Takes the next piece; the whole stub once it is the last. @throws DecodeError */
  add({ pfcFlags }: PduHeader, stub: Uint8Array): Uint8Array | null {
    const isFirst = (pfcFlags & PFC_FIRST_FRAG) !== 0
    const isLast = (pfcFlags & PFC_LAST_FRAG) !== 0
    if (isFirst !== (this.#whole === null)) throw new DecodeError('the fragments are out of order', 3)
    if (stub.length === 0 && !isLast) throw new DecodeError('a fragment without stub data that is not the last', 8)
    if (this.#length + stub.length > this.#limit)
      throw new DecodeError(`more than ${this.#limit} bytes of stub data`, 8)
    this.#append(stub)
    return isLast ? this.#whole!.subarray(0, this.#length) : null
  }

  #append(stub: Uint8Array): void {
    const length = this.#length + stub.length
    if (this.#whole === null) {
      this.#whole = stub
    } else {
      if (length > this.#whole.length) this.#whole = grown(this.#whole, this.#length, length)
      this.#whole.set(stub, this.#length)
    }
    this.#length = length
  }
}

/** The first `used` bytes in a new array with room for `needed` and as much again. */
function grown(bytes: Uint8Array, used: number, needed: number): Uint8Array {
  const room = new Uint8Array(needed * 2)
  room.set(bytes.subarray(0, used))
  return room
}
