/** SMB2 IOCTL: a question and its answer in one round trip; a pipe's data may be tokens and is never explained. [MS-SMB2] 2.2.31, 2.2.32 */
import { buffer } from '../../wire/buffer.ts'
import { bytes } from '../../wire/bytes.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u16, u32 } from '../../wire/integers.ts'
import { countOf, list } from '../../wire/list.ts'
import { secret } from '../../wire/secret.ts'
import { struct } from '../../wire/struct.ts'
import { FileId } from './create.ts'

/** CtlCode. */
export const CtlCode = {
  FSCTL_PIPE_WAIT: 0x0011_0018,
  FSCTL_PIPE_TRANSCEIVE: 0x0011_c017,
  FSCTL_VALIDATE_NEGOTIATE_INFO: 0x0014_0204,
} as const

/** Flags. */
export const SMB2_0_IOCTL_IS_FSCTL = 0x0000_0001

/** [MS-SMB2] 2.2.31 */
export const IoctlRequest = struct({
  structureSize: literal(u16, 57),
  reserved: reserved(2),
  ctlCode: u32, // CtlCode
  fileId: FileId,
  input: secret(buffer(u32, u32)),
  maxInputResponse: u32,
  output: secret(buffer(u32, u32)),
  maxOutputResponse: u32,
  flags: u32, // SMB2_0_IOCTL_IS_FSCTL
  reserved2: reserved(4),
})
export type IoctlRequest = Infer<typeof IoctlRequest>

/** [MS-SMB2] 2.2.32 */
export const IoctlResponse = struct({
  structureSize: literal(u16, 49),
  reserved: reserved(2),
  ctlCode: u32, // CtlCode
  fileId: FileId,
  input: secret(buffer(u32, u32)),
  output: secret(buffer(u32, u32)),
  flags: u32,
  reserved2: reserved(4),
})
export type IoctlResponse = Infer<typeof IoctlResponse>

/** [MS-SMB2] 2.2.31.4 */
export const ValidateNegotiateInfoRequest = struct({
  capabilities: u32, // Capabilities
  guid: bytes(16),
  securityMode: u16, // SecurityMode
  dialectCount: countOf(u16, 'dialects'),
  dialects: list(u16, 'dialectCount'),
})
export type ValidateNegotiateInfoRequest = Infer<typeof ValidateNegotiateInfoRequest>

/** [MS-SMB2] 2.2.32.6 */
export const ValidateNegotiateInfoResponse = struct({
  capabilities: u32, // Capabilities
  guid: bytes(16),
  securityMode: u16, // SecurityMode
  dialect: u16,
})
export type ValidateNegotiateInfoResponse = Infer<typeof ValidateNegotiateInfoResponse>
