/** The messages of D-Bus. D-Bus Specification, "Message Format". */
import { DecodeError } from '../wire/decode-error.ts'
import { Unmarshaller } from './unmarshaller.ts'

/** The second byte of a message. */
export const MessageType = { METHOD_CALL: 1, METHOD_RETURN: 2, ERROR: 3, SIGNAL: 4 }

/** The first byte of a message. */
export const Endianness = { LITTLE: 0x6c, BIG: 0x42 }

/** The fourth byte of a message. */
export const VERSION = 1

/** Bytes up to the header fields: endianness, type, flags, version, length of the body, serial, length of the fields. */
export const HEAD_LENGTH = 16

/** The header fields by their numbers. */
export const Field = { PATH: 1, INTERFACE: 2, MEMBER: 3, ERROR_NAME: 4, REPLY_SERIAL: 5, DESTINATION: 6, SIGNATURE: 8 }

/** Bytes of a message: dbus-daemon passes on no longer ones, where the specification has four times as many. */
const LONGEST = 0x200_0000

/** A message that arrived; what it does not say is '' or 0. */
export interface Message {
  readonly type: number
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly errorName: string
  /** The call that it answers. */
  readonly replySerial: number
  readonly body: readonly unknown[]
}

/**
 * How long the message is that begins so; of less than its head, how long that is.
 * @throws DecodeError where it is no message
 */
export function lengthOfMessage(bytes: Buffer): number {
  if (bytes.length < HEAD_LENGTH) return HEAD_LENGTH
  const [endianness, , , version] = bytes
  if (endianness !== Endianness.LITTLE && endianness !== Endianness.BIG) throw new DecodeError('no message', 0)
  if (version !== VERSION) throw new DecodeError(`version ${version} of D-Bus`, 3)
  const length = bodyOffset(bytes) + uint32(bytes, 4)
  if (length > LONGEST) throw new DecodeError(`a message of ${length} bytes`, 4)
  return length
}

/**
 * Reads a whole message.
 * @throws DecodeError
 */
export function parseMessage(bytes: Buffer): Message {
  const isLittle = bytes[0] === Endianness.LITTLE
  // The array of the fields begins with its length, which is the last number of the head.
  const [fields] = new Unmarshaller(bytes, isLittle, HEAD_LENGTH - 4).values('a(yv)')
  const values = new Map<unknown, unknown>(Array.isArray(fields) ? fields : [])
  const text = (code: number) => {
    const value = values.get(code)
    return typeof value === 'string' ? value : ''
  }
  const replySerial = values.get(Field.REPLY_SERIAL)
  return {
    type: bytes[1] ?? 0,
    path: text(Field.PATH),
    interface: text(Field.INTERFACE),
    member: text(Field.MEMBER),
    errorName: text(Field.ERROR_NAME),
    replySerial: typeof replySerial === 'number' ? replySerial : 0,
    body: new Unmarshaller(bytes, isLittle, bodyOffset(bytes)).values(text(Field.SIGNATURE)),
  }
}

function bodyOffset(bytes: Buffer): number {
  return Math.ceil((HEAD_LENGTH + uint32(bytes, 12)) / 8) * 8
}

function uint32(bytes: Buffer, position: number): number {
  return bytes[0] === Endianness.LITTLE ? bytes.readUInt32LE(position) : bytes.readUInt32BE(position)
}
