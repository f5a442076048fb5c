/** The line protocol that opens a D-Bus connection. D-Bus Specification, "Authentication Protocol". */
import type { Duplex } from 'node:stream'

/**
 * EXTERNAL with the empty identity: whoever the socket, or the bridge at its far end, says that we are. Naming our own
 * uid would be refused by a socket forwarded to another machine, where the same person has another uid.
 */
const OPENING = '\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n'

const LONGEST_LINE = 4096

/** Authenticates on a fresh stream; what follows the last line stays in it. Rejects with the peer's own words. */
export function authenticate(stream: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const settle = (error?: Error) => {
      stream.off('readable', read).off('error', settle).off('close', closed).off('end', closed)
      if (error) reject(error)
      else resolve()
    }
    const closed = () => settle(new Error('it closed the connection'))
    const read = () => {
      for (let chunk = stream.read() as Buffer | null; chunk; chunk = stream.read() as Buffer | null) {
        received = Buffer.concat([received, chunk])
      }
      for (let end = received.indexOf('\r\n'); end >= 0; end = received.indexOf('\r\n')) {
        const line = received.toString('latin1', 0, end)
        received = received.subarray(end + 2)
        if (line === 'DATA') continue
        if (received.length > 0) stream.unshift(received)
        return settle(line.startsWith('OK ') ? undefined : new Error(line))
      }
      if (received.length > LONGEST_LINE) settle(new Error('it does not speak D-Bus'))
    }
    stream.on('readable', read).on('error', settle).on('close', closed).on('end', closed)
    stream.write(OPENING)
  })
}
