/** The line protocol that opens a D-Bus connection. D-Bus Specification, "Authentication Protocol". */
import { Endianness } from './message.ts'

/**
 * EXTERNAL with the empty identity: whoever the socket, or the bridge at its far end, says that we are. Naming our own
 * uid would be refused by a socket forwarded to another machine, where the same person has another uid. Whatever the
 * peer answers, nothing else would be tried, so that messages may follow at once.
 */
export const OPENING = '\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n'

const LONGEST_LINE = 4096

/** No line of a peer begins so. */
const MESSAGES_BEGIN: readonly unknown[] = Object.values(Endianness)

/** The peer's lines before its first message. */
export class Greeting {
  #received = Buffer.alloc(0)
  #accepted = false

  /**
   * What follows the lines that accept us, a message; null as long as nothing does. systemd before version 242 accepts
   * twice: AUTH without an identity, and then the empty identity as well.
   * @throws Error with the peer's own words
   */
  read(chunk: Buffer): Buffer | null {
    this.#received = Buffer.concat([this.#received, chunk])
    while (!this.#accepted || !MESSAGES_BEGIN.includes(this.#received[0])) {
      const end = this.#received.indexOf('\r\n')
      if (end < 0 && this.#received.length > LONGEST_LINE) throw new Error('it does not speak D-Bus')
      if (end < 0) return null
      const line = this.#received.toString('latin1', 0, end)
      this.#received = this.#received.subarray(end + 2)
      const isAccepted = line.startsWith('OK ')
      if (!isAccepted && line !== 'DATA') throw new Error(line)
      this.#accepted ||= isAccepted
    }
    return this.#received
  }
}
