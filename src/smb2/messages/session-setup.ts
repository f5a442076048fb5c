/** SMB2 SESSION_SETUP and LOGOFF: who is asking. [MS-SMB2] 2.2.5 to 2.2.8 */
import { buffer } from '../../wire/buffer.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u8, u16, u32, u64 } from '../../wire/integers.ts'
import { secret } from '../../wire/secret.ts'
import { struct } from '../../wire/struct.ts'

/** [MS-SMB2] 2.2.5 */
export const SessionSetupRequest = struct({
  structureSize: literal(u16, 25),
  flags: u8,
  securityMode: u8, // SecurityMode
  capabilities: u32,
  channel: reserved(4),
  securityBuffer: secret(buffer()),
  previousSessionId: u64,
})
export type SessionSetupRequest = Infer<typeof SessionSetupRequest>

/** SessionFlags. */
export const SessionFlags = {
  SMB2_SESSION_FLAG_IS_GUEST: 0x0001,
  SMB2_SESSION_FLAG_IS_NULL: 0x0002,
  SMB2_SESSION_FLAG_ENCRYPT_DATA: 0x0004,
} as const

/** [MS-SMB2] 2.2.6 */
export const SessionSetupResponse = struct({
  structureSize: literal(u16, 9),
  sessionFlags: u16, // SessionFlags
  securityBuffer: secret(buffer()),
})
export type SessionSetupResponse = Infer<typeof SessionSetupResponse>

/** The body of LOGOFF, TREE_DISCONNECT, CANCEL and ECHO, both ways. [MS-SMB2] 2.2.7, 2.2.8, 2.2.11, 2.2.12, 2.2.28 to 2.2.30 */
export const Empty = struct({ structureSize: literal(u16, 4), reserved: reserved(2) })
