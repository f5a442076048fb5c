/** Finds the messages in the bytes of a D-Bus connection, however these are cut. */
import { HEAD_LENGTH, lengthOfMessage, type Message, parseMessage } from './message.ts'

export class MessageReader {
  readonly #deliver: (message: Message) => void
  #chunks: Buffer[] = []
  #length = 0
  /** How many bytes there must be before anything can be done. */
  #needed = HEAD_LENGTH

  constructor(deliver: (message: Message) => void) {
    this.#deliver = deliver
  }

  /**
   * Delivers the messages that are whole with these bytes.
   * @throws Error where they are no message
   */
  read(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    if (this.#length < this.#needed) return
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)
    for (;;) {
      this.#needed = lengthOfMessage(bytes)
      if (bytes.length < this.#needed || bytes.length === 0) break
      this.#deliver(parseMessage(bytes.subarray(0, this.#needed)))
      bytes = bytes.subarray(this.#needed)
    }
    this.#chunks = [bytes]
    this.#length = bytes.length
  }
}
