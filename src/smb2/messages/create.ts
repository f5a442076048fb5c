/** SMB2 CREATE and CLOSE: open a pipe and let it go. [MS-SMB2] 2.2.13 to 2.2.16 */
import { buffer } from '../../wire/buffer.ts'
import { bytes } from '../../wire/bytes.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u8, u16, u32, u64 } from '../../wire/integers.ts'
import { struct } from '../../wire/struct.ts'
import { utf16 } from '../../wire/text.ts'

/** SMB2_FILEID. [MS-SMB2] 2.2.14.1 */
export const FileId = bytes(16)
/** The FileId of the CREATE before it in a related compound, and of a request that concerns no file. */
export const NO_FILE_ID = new Uint8Array(16).fill(0xff)

/** ImpersonationLevel. */
export const ImpersonationLevel = { Impersonation: 2 } as const
/** CreateDisposition. */
export const CreateDisposition = { FILE_OPEN: 1 } as const
/** DesiredAccess of a pipe. [MS-SMB2] 2.2.13.1.1 */
export const DesiredAccess = {
  FILE_READ_DATA: 0x0000_0001,
  FILE_WRITE_DATA: 0x0000_0002,
  FILE_APPEND_DATA: 0x0000_0004,
  FILE_READ_EA: 0x0000_0008,
  FILE_WRITE_EA: 0x0000_0010,
  FILE_READ_ATTRIBUTES: 0x0000_0080,
  FILE_WRITE_ATTRIBUTES: 0x0000_0100,
  READ_CONTROL: 0x0002_0000,
  SYNCHRONIZE: 0x0010_0000,
} as const

/** [MS-SMB2] 2.2.13 */
export const CreateRequest = struct({
  structureSize: literal(u16, 57),
  securityFlags: u8,
  requestedOplockLevel: u8,
  impersonationLevel: u32, // ImpersonationLevel
  smbCreateFlags: reserved(8),
  reserved: reserved(8),
  desiredAccess: u32, // DesiredAccess
  fileAttributes: u32,
  shareAccess: u32,
  createDisposition: u32, // CreateDisposition
  createOptions: u32,
  name: utf16(buffer()),
  createContexts: buffer(u32, u32),
})
export type CreateRequest = Infer<typeof CreateRequest>

/** [MS-SMB2] 2.2.14 */
export const CreateResponse = struct({
  structureSize: literal(u16, 89),
  oplockLevel: u8,
  flags: u8,
  createAction: u32,
  creationTime: u64,
  lastAccessTime: u64,
  lastWriteTime: u64,
  changeTime: u64,
  allocationSize: u64,
  endofFile: u64,
  fileAttributes: u32,
  reserved2: reserved(4),
  fileId: FileId,
  createContexts: buffer(u32, u32),
})
export type CreateResponse = Infer<typeof CreateResponse>

/** [MS-SMB2] 2.2.15 */
export const CloseRequest = struct({
  structureSize: literal(u16, 24),
  flags: u16,
  reserved: reserved(4),
  fileId: FileId,
})
export type CloseRequest = Infer<typeof CloseRequest>

/** [MS-SMB2] 2.2.16; the times and sizes are not asked for. */
export const CloseResponse = struct({
  structureSize: literal(u16, 60),
  flags: u16,
  reserved: reserved(4),
  times: reserved(32),
  sizes: reserved(16),
  fileAttributes: reserved(4),
})
export type CloseResponse = Infer<typeof CloseResponse>
