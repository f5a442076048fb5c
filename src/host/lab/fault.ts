/** How a practice host on the network can misbehave. */
import { randomFillSync } from 'node:crypto'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** What a host can do wrong. */
export type Fault =
  /** Takes connections and never answers. */
  | 'silent'
  /** Answers late. */
  | 'slow'
  /** Ends the connection after so many bytes. */
  | 'cut'
  /** Spoils the signature of what it signs, and the tag of what it encrypts. */
  | 'signature'
  /** Answers with what means nothing. */
  | 'garbage'
  /** Accepts every log-off and reset, and ends no session. */
  | 'stuck'
  /** Grants nobody more than to look. */
  | 'denied'

/** A fault with its figure, where it has one. */
export type FaultSpec =
  | { readonly fault: Exclude<Fault, 'cut'> }
  /** In bytes that the host sends. */
  | { readonly fault: 'cut'; readonly after: number }

/** How late a slow host is with each message. */
const SLOW_MS = 500

/** The connection as the host has it: what it sends is meddled with. Null where it is never answered. */
export function meddle(socket: Socket, spec: FaultSpec | null): Duplex | null {
  switch (spec?.fault) {
    case 'silent':
      socket.resume()
      return null
    case 'slow':
      return new Meddled(socket, (frame, send) => void setTimeout(send, SLOW_MS, frame).unref())
    case 'cut':
      return new Meddled(socket, cutAfter(socket, spec.after))
    case 'signature':
      return new Meddled(socket, (frame, send) => send(spoilt(frame)))
    case 'garbage':
      return new Meddled(socket, (frame, send) => send(randomFillSync(frame.slice())))
    default:
      return socket
  }
}

/** What becomes of one frame on its way out. */
type Meddler = (frame: Uint8Array, send: (frame: Uint8Array) => void) => void

class Meddled extends Duplex {
  readonly #socket: Socket
  readonly #meddler: Meddler

  constructor(socket: Socket, meddler: Meddler) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.#meddler = meddler
    socket.on('data', (chunk) => this.push(chunk))
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {}

  override _write(frame: Uint8Array, _encoding: string, done: () => void): void {
    this.#meddler(frame, (bytes) => {
      if (this.#socket.writable) this.#socket.write(bytes)
    })
    done()
  }

  override _final(done: () => void): void {
    this.#socket.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}

function cutAfter(socket: Socket, bytes: number): Meddler {
  let left = bytes
  return (frame, send) => {
    send(frame.subarray(0, left))
    left -= frame.length
    if (left <= 0) socket.destroySoon()
  }
}

/** Direct TCP puts a length in front of each message. [MS-SMB2] 2.1 */
const PREFIX = 4
/** First byte of a message, of an encrypted one, and where the signature of each begins. [MS-SMB2] 2.2.1, 2.2.41 */
const PLAIN = { protocolId: 0xfe, signature: PREFIX + 48, flags: PREFIX + 16 } as const
const ENCRYPTED = { protocolId: 0xfd, signature: PREFIX + 4 } as const
const SMB2_FLAGS_SIGNED = 0x08

function spoilt(frame: Uint8Array): Uint8Array {
  const copy = frame.slice()
  const signed = copy[PREFIX] === PLAIN.protocolId && (copy[PLAIN.flags]! & SMB2_FLAGS_SIGNED) !== 0
  if (signed) copy[PLAIN.signature]! ^= 1
  if (copy[PREFIX] === ENCRYPTED.protocolId) copy[ENCRYPTED.signature]! ^= 1
  return copy
}
