/** What stands before an encrypted message. [MS-SMB2] 2.2.41 */
import { bytes } from '../../wire/bytes.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u16, u32, u64 } from '../../wire/integers.ts'
import { struct } from '../../wire/struct.ts'
import { TRANSFORM_PROTOCOL_ID } from './header.ts'

/** The length of the header in bytes. */
export const TRANSFORM_HEADER_LENGTH = 52
/** Where the data begins that the signature covers besides the message: behind ProtocolId and Signature. */
export const AUTHENTICATED_OFFSET = 20

/** [MS-SMB2] 2.2.41 */
export const TransformHeader = struct({
  protocolId: literal(u32, TRANSFORM_PROTOCOL_ID),
  signature: bytes(16),
  nonce: bytes(16),
  originalMessageSize: u32,
  reserved: reserved(2),
  flags: literal(u16, 1), // Encrypted
  sessionId: u64,
})
export type TransformHeader = Infer<typeof TransformHeader>
