/** The bytes of a method call. D-Bus Specification, "Message Format". */
import { Marshaller } from './marshaller.ts'
import { Endianness, Field, HEAD_LENGTH, MessageType, VERSION } from './message.ts'

/** What a method call says. */
export interface MethodCall {
  readonly serial: number
  readonly flags: number
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature: string
  readonly body: readonly unknown[]
}

/** Encodes a method call. */
export function encodeCall(call: MethodCall): Uint8Array {
  const { serial, flags, signature, body } = call
  const message = new Marshaller()
  for (const byte of [Endianness.LITTLE, MessageType.METHOD_CALL, flags, VERSION]) message.byte(byte)
  for (const number of [0, serial, 0]) message.uint32(number)
  const field = (code: number, type: 'o' | 's' | 'g', value: string) => {
    message.align(8)
    message.byte(code)
    message.signature(type)
    if (type === 'g') message.signature(value)
    else message.text(value)
  }
  field(Field.PATH, 'o', call.path)
  field(Field.MEMBER, 's', call.member)
  field(Field.INTERFACE, 's', call.interface)
  field(Field.DESTINATION, 's', call.destination)
  if (signature !== '') field(Field.SIGNATURE, 'g', signature)
  message.patch(12, message.position - HEAD_LENGTH)
  message.align(8)
  const start = message.position
  message.values(signature, body)
  message.patch(4, message.position - start)
  return message.bytes
}
