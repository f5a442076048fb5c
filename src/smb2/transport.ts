/** Framed messages over a byte stream, for both sides. */
import type { Duplex } from 'node:stream'
import { FrameReader, frame } from './frames.ts'
import { Smb2Error } from './smb2-error.ts'

/** What becomes of the messages and of the end of the stream. */
export interface TransportHandler {
  /** Called with each message; what it throws ends the transport. */
  message(bytes: Uint8Array): void
  /** Called once, when nothing more will arrive. */
  closed(error: unknown): void
}

/** Once this side is closed, the peer has this long to close its own. */
const LINGER_MS = 1000

/** A stream that carries SMB2 messages. */
export class Transport {
  readonly #stream: Duplex
  readonly #handler: TransportHandler
  readonly #frames = new FrameReader()
  #isOpen = true

  constructor(stream: Duplex, handler: TransportHandler) {
    this.#stream = stream
    this.#handler = handler
    stream.on('data', (chunk: Uint8Array) => this.#received(chunk))
    stream.on('end', () => this.#closed('The peer closed the connection'))
    stream.on('error', (cause) => this.#closed(cause.message, { cause }))
    stream.on('close', () => this.#closed('The connection was closed'))
  }

  /** Sends one message, or nothing once the transport has ended. */
  send(message: Uint8Array): void {
    if (this.#isOpen) this.#stream.write(frame(message))
  }

  /** Ends the transport at once, for this reason. Only the first call counts. */
  fail(error: unknown): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#stream.destroy()
    this.#handler.closed(error)
  }

  /** Lets out what was sent and closes after a time, by default at once; neither the caller nor the process waits for it. */
  end(afterMs = 0): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#handler.closed(new Smb2Error('closed', 'The connection was closed'))
    const stream = this.#stream
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
    if (afterMs > 0) setTimeout(() => hangUp(stream), afterMs).unref()
    else hangUp(stream)
  }

  /** After the end nobody is told, and an error with its stack would be made for nothing. */
  #closed(message: string, options?: ErrorOptions): void {
    if (this.#isOpen) this.fail(new Smb2Error('closed', message, options))
  }

  #received(chunk: Uint8Array): void {
    if (!this.#isOpen) return
    try {
      for (const message of this.#frames.push(chunk)) if (this.#isOpen) this.#handler.message(message)
    } catch (error) {
      this.fail(error)
    }
  }
}

function hangUp(stream: Duplex): void {
  stream.end()
  stream.once('end', () => stream.destroy())
  setTimeout(() => stream.destroy(), LINGER_MS).unref()
}
