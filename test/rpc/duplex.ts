/** Two ends of an exchange of messages in memory. */
import type { Channel, ChannelOptions } from '../../src/rpc/channel.ts'
import { MessageQueue } from '../../src/smb2/server/message-queue.ts'

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
  const toServer = new MessageQueue<Uint8Array>()
  const toClient = new MessageQueue<Uint8Array>()
  const end = (from: 'client' | 'server', into: MessageQueue<Uint8Array>, out: MessageQueue<Uint8Array>): Channel => {
    const send = async (message: Uint8Array, { signal }: ChannelOptions = {}) => {
      signal?.throwIfAborted()
      sent.push({ from, bytes: message.slice() })
      for (const each of through(message.slice(), from)) into.push(each)
    }
    const receive = ({ signal }: ChannelOptions = {}) => out.shift(signal)
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
      const closed = new Error('the exchange is closed')
      toServer.close(closed)
      toClient.close(closed)
    },
  }
}
