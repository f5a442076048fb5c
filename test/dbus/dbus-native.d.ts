/** The parts of dbus-native that this adapter uses: marshalling, without its client, which would load an XML parser. */
declare module 'dbus-native/lib/message.js' {
  import type { Duplex } from 'node:stream'

  interface Message {
    readonly type: number
    readonly serial: number
    readonly flags?: number
    readonly path?: string
    readonly interface?: string
    readonly member?: string
    readonly errorName?: string
    readonly replySerial?: number
    readonly destination?: string
    readonly sender?: string
    readonly signature?: string
    readonly body?: readonly unknown[]
  }

  interface ReadOptions {
    readonly plainValues: boolean
    readonly returnBigInt: boolean
  }

  function marshall(message: Message): Buffer

  function unmarshalMessages(
    stream: Duplex,
    onMessage: (message: Message) => void,
    options: ReadOptions,
    onError: (error: Error) => void,
  ): void

  export { type Message, marshall, unmarshalMessages }
}
