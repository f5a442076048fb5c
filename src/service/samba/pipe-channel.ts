/** A pipe in message mode, as smbd forwards it: each message behind its length, two bytes, little-endian. */
import type { Socket } from 'node:net'
import type { Channel, ChannelOptions } from '../../rpc/channel.ts'
import { Patience } from '../../rpc/patience.ts'
import { abortable } from '../../session/deadline.ts'
import { DecodeError } from '../../wire/decode-error.ts'
import type { SocketBytes } from './socket-bytes.ts'

/** The longest message; one of no bytes is an error to smbd. */
const MAX_MESSAGE = 0xffff

/** The messages of one caller. After a failure, or an abort in the middle of a message, the socket is closed. */
export class PipeChannel implements Channel {
  readonly #socket: Socket
  readonly #bytes: SocketBytes
  readonly #stepMs: number

  /** @param stepMs how long a message may take to arrive, once it has begun, and to be taken */
  constructor(socket: Socket, bytes: SocketBytes, stepMs: number) {
    this.#socket = socket
    this.#bytes = bytes
    this.#stepMs = stepMs
  }

  async send(message: Uint8Array, { signal }: ChannelOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    if (message.length === 0 || message.length > MAX_MESSAGE)
      throw new RangeError(`a message of ${message.length} bytes`)
    using patience = this.#patience('has not taken')
    patience.begin()
    await abortable(this.#write(message), signal)
  }

  async receive({ signal }: ChannelOptions = {}): Promise<Uint8Array> {
    signal?.throwIfAborted()
    try {
      return await abortable(this.#read(), signal)
    } catch (error) {
      this.#socket.destroy()
      throw error
    }
  }

  async transceive(message: Uint8Array, options: ChannelOptions = {}): Promise<Uint8Array> {
    await this.send(message, options)
    return this.receive(options)
  }

  async #read(): Promise<Uint8Array> {
    const [low] = await this.#bytes.next(1)
    using patience = this.#patience('has not finished')
    patience.begin()
    const [high] = await this.#bytes.next(1)
    const length = low! | (high! << 8)
    if (length === 0) throw new DecodeError('a message of 0 bytes', 0)
    return await this.#bytes.next(length)
  }

  #write(message: Uint8Array): Promise<void> {
    const bytes = new Uint8Array(2 + message.length)
    bytes[0] = message.length
    bytes[1] = message.length >>> 8
    bytes.set(message, 2)
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(this.#socket.errored ?? error) : resolve()))
    })
  }

  #patience(what: string): Patience {
    return new Patience(this.#stepMs, () => {
      this.#socket.destroy(new Error(`The caller ${what} a message within ${this.#stepMs} ms`))
    })
  }
}
