/** The header of every SMB2 message. [MS-SMB2] 2.2.1 */
import { bytes } from '../../wire/bytes.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal } from '../../wire/constants.ts'
import { u16, u32, u64 } from '../../wire/integers.ts'
import { nameOf } from '../../wire/names.ts'
import { struct } from '../../wire/struct.ts'

/** 0xFE 'S' 'M' 'B', as a little-endian number. */
export const PROTOCOL_ID = 0x424d_53fe
/** 0xFD 'S' 'M' 'B': what follows is encrypted. [MS-SMB2] 2.2.41 */
export const TRANSFORM_PROTOCOL_ID = 0x424d_53fd
/** The length of the header in bytes. */
export const HEADER_LENGTH = 64

/** The commands this product sends and answers. */
export const Command = {
  NEGOTIATE: 0x0000,
  SESSION_SETUP: 0x0001,
  LOGOFF: 0x0002,
  TREE_CONNECT: 0x0003,
  TREE_DISCONNECT: 0x0004,
  CREATE: 0x0005,
  CLOSE: 0x0006,
  FLUSH: 0x0007,
  READ: 0x0008,
  WRITE: 0x0009,
  IOCTL: 0x000b,
  CANCEL: 0x000c,
  ECHO: 0x000d,
  QUERY_INFO: 0x0010,
} as const

/** The name of a command, for people. */
export function commandName(command: number): string {
  return nameOf(Command, command) ?? `command 0x${command.toString(16)}`
}

/** Header flags. */
export const HeaderFlags = {
  SMB2_FLAGS_SERVER_TO_REDIR: 0x0000_0001,
  SMB2_FLAGS_ASYNC_COMMAND: 0x0000_0002,
  SMB2_FLAGS_RELATED_OPERATIONS: 0x0000_0004,
  SMB2_FLAGS_SIGNED: 0x0000_0008,
} as const

/** [MS-SMB2] 2.2.1.2; with SMB2_FLAGS_ASYNC_COMMAND, `reserved` and `treeId` are the halves of AsyncId (2.2.1.1). */
export const Header = struct({
  protocolId: literal(u32, PROTOCOL_ID),
  structureSize: literal(u16, HEADER_LENGTH),
  creditCharge: u16,
  status: u32, // NTSTATUS; in requests ChannelSequence, always 0 here
  command: u16, // Command
  credits: u16, // CreditRequest or CreditResponse
  flags: u32, // HeaderFlags
  nextCommand: u32,
  messageId: u64,
  reserved: u32,
  treeId: u32,
  sessionId: u64,
  signature: bytes(16),
})
export type Header = Infer<typeof Header>

/** Where the flags lie in the header. */
export const FLAGS_OFFSET = 16
/** Where the signature lies in the header. */
export const SIGNATURE_OFFSET = 48
