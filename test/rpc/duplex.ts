/** Two ends of an exchange of messages in memory. */
import type { Channel, ChannelOptions } from '../../src/rpc/channel.ts'

export interface Duplex {
  readonly client: Channel
  readonly server: Channel
  /** Everything that went from client to server and back, as it was sent. */
  readonly sent: { readonly from: 'client' | 'server'; readonly bytes: Uint8Array }[]
  /** Ends the exchange: what waits for a message rejects. */
  close(): void
}

export interface DuplexOptions {
  /** What becomes of each message on its way: nothing, one, or several. */
  readonly through?: (bytes: Uint8Array, from: 'client' | 'server') => Uint8Array[]
}

export function duplex({ through = (bytes) => [bytes] }: DuplexOptions = {}): Duplex {
  const sent: Duplex['sent'] = []
  const toServer = new Queue()
  const toClient = new Queue()
  const end = (from: 'client' | 'server', into: Queue, out: Queue): Channel => {
    const send = async (message: Uint8Array, { signal }: ChannelOptions = {}) => {
      signal?.throwIfAborted()
      sent.push({ from, bytes: message.slice() })
      for (const each of through(message.slice(), from)) into.put(each)
    }
    const receive = ({ signal }: ChannelOptions = {}) => out.take(signal)
    return {
      send,
      receive,
      async transceive(message, options) {
        await send(message, options)
        return receive(options)
      },
    }
  }
  return {
    client: end('client', toServer, toClient),
    server: end('server', toClient, toServer),
    sent,
    close() {
      toServer.close()
      toClient.close()
    },
  }
}

interface Waiter {
  resolve(message: Uint8Array): void
  reject(error: unknown): void
}

class Queue {
  readonly #messages: Uint8Array[] = []
  readonly #waiters: Waiter[] = []
  #closed = false

  put(message: Uint8Array): void {
    const waiter = this.#waiters.shift()
    if (waiter) waiter.resolve(message)
    else this.#messages.push(message)
  }

  take(signal?: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const message = this.#messages.shift()
      if (message) return resolve(message)
      if (signal?.aborted) return reject(signal.reason)
      if (this.#closed) return reject(new Error('the exchange is closed'))
      const waiter = { resolve, reject }
      this.#waiters.push(waiter)
      signal?.addEventListener('abort', () => {
        const index = this.#waiters.indexOf(waiter)
        if (index >= 0) this.#waiters.splice(index, 1)
        reject(signal.reason)
      })
    })
  }

  close(): void {
    this.#closed = true
    for (const { reject } of this.#waiters.splice(0)) reject(new Error('the exchange is closed'))
  }
}
