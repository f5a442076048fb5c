/** What RPC runs on: an exchange of byte messages, such as a named pipe in message mode. */

/** What every use of a channel takes. */
export interface ChannelOptions {
  readonly signal?: AbortSignal | undefined
}

/** One end of a byte-message exchange. Messages may arrive joined or in pieces: RPC finds its own boundaries. */
export interface Channel {
  /** Resolves when the message is on its way. */
  send(message: Uint8Array, options?: ChannelOptions): Promise<void>
  /** The next message, of which the caller becomes the owner. Rejects when none can come any more. */
  receive(options?: ChannelOptions): Promise<Uint8Array>
  /** `send` and `receive` in one round trip, where the transport has one. */
  transceive(message: Uint8Array, options?: ChannelOptions): Promise<Uint8Array>
}
