/** SMB2 TREE_CONNECT: which share. [MS-SMB2] 2.2.9, 2.2.10 */
import { buffer } from '../../wire/buffer.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u8, u16, u32 } from '../../wire/integers.ts'
import { struct } from '../../wire/struct.ts'
import { utf16 } from '../../wire/text.ts'

/** [MS-SMB2] 2.2.9 */
export const TreeConnectRequest = struct({
  structureSize: literal(u16, 9),
  flags: u16,
  path: utf16(buffer()), // \\server\share
})
export type TreeConnectRequest = Infer<typeof TreeConnectRequest>

/** ShareType. */
export const ShareType = { SMB2_SHARE_TYPE_PIPE: 0x02 } as const

/** [MS-SMB2] 2.2.10 */
export const TreeConnectResponse = struct({
  structureSize: literal(u16, 16),
  shareType: u8, // ShareType
  reserved: reserved(1),
  shareFlags: u32,
  capabilities: u32,
  maximalAccess: u32,
})
export type TreeConnectResponse = Infer<typeof TreeConnectResponse>
