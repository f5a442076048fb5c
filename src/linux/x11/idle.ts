/** How long nobody has touched mouse and keyboard of an X display, by its extension MIT-SCREEN-SAVER. */
import type { Duplex } from 'node:stream'
import { COOKIE } from './authority.ts'

const EXTENSION = 'MIT-SCREEN-SAVER'
const QUERY_EXTENSION = 98
const SCREEN_SAVER_QUERY_INFO = 1

/** Bytes of a reply, and of the head of the answer to a client's first request. */
const REPLY_LENGTH = 32
const HEAD_LENGTH = 8

/** A connection to an X server. */
interface Server {
  write(bytes: Uint8Array): void
  /** The next so many bytes. */
  take(length: number): Promise<Buffer>
}

/** The milliseconds since the last input; null where the server lets nobody in with that cookie or has no such extension. */
export async function idleTime(stream: Duplex, cookie: Uint8Array): Promise<number | null> {
  const server: Server = { write: (bytes) => stream.write(bytes), take: readerOf(stream) }
  const root = await setUp(server, cookie)
  if (root === null) return null
  const opcode = await opcodeOf(server, EXTENSION)
  if (opcode === null) return null
  server.write(request(opcode, SCREEN_SAVER_QUERY_INFO, uint32(root)))
  const info = await reply(server)
  // Window, milliseconds until or since the saver came on, milliseconds since the last input.
  return info === null ? null : info.readUInt32LE(16)
}

/** The root window of the first screen. */
async function setUp(server: Server, cookie: Uint8Array): Promise<number | null> {
  const head = Buffer.alloc(12)
  head.write('l') // little-endian, protocol 11.0
  head.writeUInt16LE(11, 2)
  head.writeUInt16LE(COOKIE.length, 6)
  head.writeUInt16LE(cookie.length, 8)
  server.write(Buffer.concat([head, padded(Buffer.from(COOKIE)), padded(cookie)]))
  const answer = await server.take(HEAD_LENGTH)
  const rest = await server.take(answer.readUInt16LE(6) * 4)
  if (answer[0] !== 1 || rest.length < 32) return null
  // The vendor's name follows 32 bytes, then 8 bytes for each pixmap format, then the screens.
  const screen = 32 + roundedUp(rest.readUInt16LE(16)) + 8 * rest[21]!
  return screen + 4 > rest.length ? null : rest.readUInt32LE(screen)
}

async function opcodeOf(server: Server, name: string): Promise<number | null> {
  const body = Buffer.concat([uint32(name.length), padded(Buffer.from(name))])
  server.write(request(QUERY_EXTENSION, 0, body))
  const answer = await reply(server)
  return answer === null || answer[8] !== 1 ? null : answer[9]!
}

/** The length counts units of four bytes, the head among them. */
function request(opcode: number, data: number, body: Uint8Array): Uint8Array {
  const head = Buffer.from([opcode, data, 0, 0])
  head.writeUInt16LE(1 + body.length / 4, 2)
  return Buffer.concat([head, body])
}

/** A reply of the least length; null for an error. */
async function reply(server: Server): Promise<Buffer | null> {
  const answer = await server.take(REPLY_LENGTH)
  return answer[0] === 1 ? answer : null
}

function readerOf(stream: Duplex): Server['take'] {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]()
  let held = Buffer.alloc(0)
  return async (length) => {
    while (held.length < length) {
      const { done, value } = await chunks.next()
      if (done) throw new Error('the X server closed the connection')
      held = Buffer.concat([held, value])
    }
    const taken = held.subarray(0, length)
    held = held.subarray(length)
    return taken
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, Buffer.alloc(roundedUp(bytes.length) - bytes.length)])
}

function roundedUp(length: number): number {
  return Math.ceil(length / 4) * 4
}
