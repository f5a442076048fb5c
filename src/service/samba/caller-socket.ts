/** One connection of smbd's, on behalf of one caller: the handshake, the messages, and a clean end. */
import type { Socket } from 'node:net'
import { Patience } from '../../rpc/patience.ts'
import { decodeHandshake, encodeReply, handshakeLength, LENGTH_LENGTH } from './handshake.ts'
import type { PipeCaller } from './pipe-caller.ts'
import { PipeChannel } from './pipe-channel.ts'
import { SocketBytes } from './socket-bytes.ts'

/** How long the other end may take to close a pipe that we have ended. */
const LINGER_MS = 5_000

/** A connection from its first byte to its last. */
export class CallerSocket {
  readonly #socket: Socket
  readonly #bytes: SocketBytes
  readonly #stepMs: number
  readonly #gone = new AbortController()

  constructor(socket: Socket, stepMs: number) {
    this.#socket = socket
    this.#stepMs = stepMs
    this.#bytes = new SocketBytes(socket)
    // ignored: whoever reads or writes is told
    socket.on('error', () => {})
    socket.on('close', () => this.#gone.abort(socket.errored ?? new Error('The other end has closed the pipe')))
  }

  /** Aborted when the connection is no more. */
  get signal(): AbortSignal {
    return this.#gone.signal
  }

  /** Who calls, once smbd has said it and has been answered. Rejects when it says nonsense, or nothing in time. */
  async handshake(): Promise<PipeCaller> {
    const late = new Error(`The handshake was not finished within ${this.#stepMs} ms`)
    using patience = new Patience(this.#stepMs, () => this.destroy(late))
    patience.begin()
    const head = await this.#bytes.next(LENGTH_LENGTH)
    const rest = await this.#bytes.next(handshakeLength(head) - LENGTH_LENGTH)
    const whole = Buffer.concat([head, rest])
    // Both hold the key of the SMB session.
    rest.fill(0)
    try {
      const { level, caller } = decodeHandshake(whole)
      this.#socket.write(encodeReply(level))
      return caller
    } finally {
      whole.fill(0)
    }
  }

  /** The messages that follow the handshake. */
  channel(): PipeChannel {
    return new PipeChannel(this.#socket, this.#bytes, this.#stepMs)
  }

  /** Ends the connection so that what was sent still arrives: a socket closed with unread bytes is reset. */
  end(): void {
    if (this.#socket.destroyed) return
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS)
    this.#socket.once('close', () => clearTimeout(timer))
    this.#bytes.discard()
    this.#socket.end()
  }

  destroy(error?: Error): void {
    this.#socket.destroy(error)
  }
}
