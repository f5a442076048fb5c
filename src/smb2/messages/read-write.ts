/** SMB2 READ and WRITE: messages of a pipe, which may be tokens and are never explained. [MS-SMB2] 2.2.19 to 2.2.22 */
import { buffer } from '../../wire/buffer.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u8, u16, u32, u64 } from '../../wire/integers.ts'
import { secret } from '../../wire/secret.ts'
import { struct } from '../../wire/struct.ts'
import { FileId } from './create.ts'

/** [MS-SMB2] 2.2.19; one byte of Buffer is always there. */
export const ReadRequest = struct({
  structureSize: literal(u16, 49),
  padding: u8,
  flags: u8,
  length: u32,
  offset: u64,
  fileId: FileId,
  minimumCount: u32,
  channel: u32,
  remainingBytes: u32,
  readChannelInfo: reserved(4),
  buffer: reserved(1),
})
export type ReadRequest = Infer<typeof ReadRequest>

/** [MS-SMB2] 2.2.20 */
export const ReadResponse = struct({
  structureSize: literal(u16, 17),
  data: secret(buffer(u8, u32, 1)), // DataOffset, Reserved, DataLength
  dataRemaining: u32,
  flags: u32,
})
export type ReadResponse = Infer<typeof ReadResponse>

/** [MS-SMB2] 2.2.21 */
export const WriteRequest = struct({
  structureSize: literal(u16, 49),
  data: secret(buffer(u16, u32)),
  offset: u64,
  fileId: FileId,
  channel: u32,
  remainingBytes: u32,
  writeChannelInfo: buffer(),
  flags: u32,
})
export type WriteRequest = Infer<typeof WriteRequest>

/** [MS-SMB2] 2.2.22 */
export const WriteResponse = struct({
  structureSize: literal(u16, 17),
  reserved: reserved(2),
  count: u32,
  remaining: u32,
  writeChannelInfo: reserved(4),
})
export type WriteResponse = Infer<typeof WriteResponse>
