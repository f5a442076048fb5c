/** Finds whole fragments in what a channel brings, however it is cut or joined. */
import { concat } from '../wire/concat.ts'
import { DecodeError } from '../wire/decode-error.ts'
import type { Channel, ChannelOptions } from './channel.ts'
import { type Fragment, HEADER_LENGTH, parse } from './fragment.ts'

/** [C706] 12.6.3.1: fragLength stands at byte 8, after the data representation. */
const FRAG_LENGTH_OFFSET = 8

/** Reads one side of a channel, fragment by fragment. */
export class FragmentReader {
  readonly #channel: Channel
  readonly #onPart: () => void
  #pending: Uint8Array = new Uint8Array()

  /** @param onPart told when the end of a fragment has to be waited for */
  constructor(channel: Channel, onPart: () => void = () => {}) {
    this.#channel = channel
    this.#onPart = onPart
  }

  /** Bytes that came by another way, such as `transceive`. */
  add(bytes: Uint8Array): void {
    this.#pending = this.#pending.length === 0 ? bytes : concat([this.#pending, bytes])
  }

  /** The next fragment, of whose bytes the caller becomes the owner. @throws DecodeError */
  async next(options: ChannelOptions = {}): Promise<Fragment> {
    for (;;) {
      const length = this.#nextLength()
      if (length !== null && this.#pending.length >= length) {
        const bytes = this.#pending.subarray(0, length)
        this.#pending = this.#pending.subarray(length)
        return parse(bytes)
      }
      if (this.#pending.length > 0) this.#onPart()
      this.add(await this.#channel.receive(options))
    }
  }

  #nextLength(): number | null {
    const pending = this.#pending
    if (pending.length < HEADER_LENGTH) return null
    const length = pending[FRAG_LENGTH_OFFSET]! | (pending[FRAG_LENGTH_OFFSET + 1]! << 8)
    if (length < HEADER_LENGTH) throw new DecodeError(`a fragment of ${length} bytes`, FRAG_LENGTH_OFFSET)
    return length
  }
}
