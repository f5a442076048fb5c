/** Whole messages: a header and its body, alone or chained into a compound. [MS-SMB2] 2.2.1, 3.2.4.1.4 */
import { type Codec, read, write } from '../wire/codec.ts'
import { DecodeError } from '../wire/decode-error.ts'
import { u32 } from '../wire/integers.ts'
import { Reader } from '../wire/reader.ts'
import { Writer } from '../wire/writer.ts'
import { FLAGS_OFFSET, HEADER_LENGTH, Header } from './messages/header.ts'

/** Writes a body behind its header. */
export type Body = (w: Writer) => void

/** The body that a declaration gives to a value. */
export function bodyOf<T>(codec: Codec<T>, value: T): Body {
  return (w) => write(codec, w, value)
}

/** What a header needs to be told; the rest is 0. */
export type HeaderValues = Pick<Header, 'command' | 'messageId' | 'flags'> & Partial<Header>

const NO_SIGNATURE = new Uint8Array(16)

/** The bytes of one message; offsets in the body count from its first byte. */
export function encodeMessage(header: HeaderValues, body: Body): Uint8Array {
  const { command, messageId, flags, creditCharge = 0, status = 0, credits = 0, nextCommand = 0 } = header
  const { reserved = 0, treeId = 0, sessionId = 0n, signature = NO_SIGNATURE } = header
  const rest = { flags, nextCommand, messageId, reserved, treeId, sessionId, signature }
  const w = new Writer()
  write(Header, w, { creditCharge, status, command, credits, ...rest })
  body(w)
  return w.bytes()
}

/** A message that was received or sent. */
export class Message {
  /** All its bytes, in a compound those of its padding too. */
  readonly bytes: Uint8Array
  #header: Header | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Read when it is first asked for: of a request that was sent, hardly anybody asks. @throws DecodeError */
  get header(): Header {
    this.#header ??= read(Header, new Reader(this.bytes))
    return this.#header
  }

  /** The body, by its declaration. @throws DecodeError */
  body<T>(codec: Codec<T>): T {
    return read(codec, new Reader(this.bytes, { position: HEADER_LENGTH }))
  }

  has(flag: number): boolean {
    return (this.header.flags & flag) !== 0
  }
}

/** The messages of a compound, each up to the next. @throws DecodeError */
export function splitCompound(bytes: Uint8Array): Message[] {
  const messages: Message[] = []
  for (let start = 0; ; ) {
    const last = new Message(start === 0 ? bytes : bytes.subarray(start))
    const { nextCommand } = last.header
    if (nextCommand === 0) {
      messages.push(last)
      return messages
    }
    if (nextCommand % 8 !== 0 || nextCommand < HEADER_LENGTH || start + nextCommand > bytes.length) {
      throw new DecodeError(`next command at ${nextCommand}`, start, 'nextCommand')
    }
    messages.push(new Message(bytes.subarray(start, start + nextCommand)))
    start += nextCommand
  }
}

/** The messages with the padding and the NextCommand of a compound; they may be signed afterwards. */
export function chain(messages: readonly Uint8Array[]): Uint8Array[] {
  return messages.map((message, i) => {
    if (i === messages.length - 1) return message
    const padded = new Uint8Array(Math.ceil(message.length / 8) * 8)
    padded.set(message)
    new DataView(padded.buffer).setUint32(NEXT_COMMAND_OFFSET, padded.length, true)
    return padded
  })
}

/** Sets a flag in the header of an encoded message. */
export function setFlag(message: Uint8Array, flag: number): void {
  const view = new DataView(message.buffer, message.byteOffset)
  view.setUint32(FLAGS_OFFSET, view.getUint32(FLAGS_OFFSET, true) | flag, true)
}

/** The protocol identifier with which a message begins. @throws DecodeError */
export function protocolIdOf(bytes: Uint8Array): number {
  return read(u32, new Reader(bytes))
}

const NEXT_COMMAND_OFFSET = 20
