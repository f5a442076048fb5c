/** The length that stands before every message on TCP. [MS-SMB2] 2.1 */
import { Smb2Error } from './smb2-error.ts'

/** A zero byte and the length in three bytes, most significant first. */
const FRAME_HEADER_LENGTH = 4

/** No message of this product's conversations comes near; a peer that announces more is not heard. */
const MAX_FRAME_LENGTH = 0x0010_0000

/** The message with its length before it. */
export function frame(message: Uint8Array): Uint8Array {
  const { length } = message
  const framed = Buffer.allocUnsafe(FRAME_HEADER_LENGTH + length)
  framed[0] = 0
  framed[1] = length >>> 16
  framed[2] = length >>> 8
  framed[3] = length
  framed.set(message, FRAME_HEADER_LENGTH)
  return framed
}

/** Puts the messages of a byte stream together again. */
export class FrameReader {
  #pending: Uint8Array[] = []
  #pendingLength = 0

  /**
   * Takes what arrived and gives the messages that are now complete.
   * @throws Smb2Error when this cannot be SMB over TCP
   */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#pending.push(chunk)
    this.#pendingLength += chunk.length
    const messages: Uint8Array[] = []
    for (;;) {
      const length = this.#announced()
      if (length === null || this.#pendingLength < FRAME_HEADER_LENGTH + length) return messages
      const bytes = this.#joined()
      const end = FRAME_HEADER_LENGTH + length
      messages.push(bytes.subarray(FRAME_HEADER_LENGTH, end))
      this.#pending = end < bytes.length ? [bytes.subarray(end)] : []
      this.#pendingLength -= end
    }
  }

  #announced(): number | null {
    if (this.#pendingLength === 0) return null
    if (this.#pending[0]![0] !== 0) throw new Smb2Error('notSmb', 'The bytes that arrived are not framed as SMB')
    if (this.#pendingLength < FRAME_HEADER_LENGTH) return null
    const head = this.#pending[0]!.length < FRAME_HEADER_LENGTH ? this.#joined() : this.#pending[0]!
    const length = (head[1]! << 16) | (head[2]! << 8) | head[3]!
    if (length > MAX_FRAME_LENGTH) throw new Smb2Error('notSmb', `A message of ${length} bytes was announced`)
    return length
  }

  #joined(): Uint8Array {
    if (this.#pending.length > 1) this.#pending = [Buffer.concat(this.#pending)]
    return this.#pending[0]!
  }
}
