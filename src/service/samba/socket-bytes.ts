/** The bytes of a socket, so many at a time; what nobody asks for stays with the sender. */
import type { Socket } from 'node:net'

interface Waiter {
  readonly length: number
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** Reads a socket for one reader, who asks for one run of bytes after the other. */
export class SocketBytes {
  readonly #socket: Socket
  #waiter: Waiter | null = null
  #isDiscarding = false

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('readable', () => this.#serve())
    socket.on('close', () => this.#fail())
  }

  /** The next `length` bytes, of which the caller becomes the owner. Rejects when they can come no more. */
  next(length: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#waiter = { length, resolve, reject }
      if (this.#socket.destroyed) this.#fail()
      else this.#serve()
    })
  }

  /** Drops what is there and what still comes. */
  discard(): void {
    this.#isDiscarding = true
    this.#serve()
  }

  #serve(): void {
    if (this.#isDiscarding) {
      while (this.#socket.read() !== null);
      return
    }
    if (this.#waiter === null) {
      // With nothing to read this is how the end is noticed.
      this.#socket.read(0)
      return
    }
    const { length, resolve } = this.#waiter
    const bytes: Buffer | null = this.#socket.read(length)
    if (bytes === null) return
    if (bytes.length < length) {
      this.#fail()
      return
    }
    this.#waiter = null
    resolve(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length))
  }

  #fail(): void {
    const waiter = this.#waiter
    this.#waiter = null
    waiter?.reject(this.#socket.errored ?? new Error('The other end has closed the pipe'))
  }
}
