/** The line protocol that opens a D-Bus connection. D-Bus Specification, "Authentication Protocol". */

/**
 * EXTERNAL with the empty identity: whoever the socket, or the bridge at its far end, says that we are. Naming our own
 * uid would be refused by a socket forwarded to another machine, where the same person has another uid. Whatever the
 * peer answers, nothing else would be tried, so that messages may follow at once.
 */
export const OPENING = '\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n'

const LONGEST_LINE = 4096

/** The peer's lines before its first message. */
export class Greeting {
  #received = Buffer.alloc(0)

  /**
   * What follows the line that accepts us; null as long as that has not come.
   * @throws Error with the peer's own words
   */
  read(chunk: Buffer): Buffer | null {
    this.#received = Buffer.concat([this.#received, chunk])
    for (let end = this.#received.indexOf('\r\n'); end >= 0; end = this.#received.indexOf('\r\n')) {
      const line = this.#received.toString('latin1', 0, end)
      this.#received = this.#received.subarray(end + 2)
      if (line.startsWith('OK ')) return this.#received
      if (line !== 'DATA') throw new Error(line)
    }
    if (this.#received.length > LONGEST_LINE) throw new Error('it does not speak D-Bus')
    return null
  }
}
