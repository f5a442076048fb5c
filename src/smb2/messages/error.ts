/** SMB2 ERROR: the answer to what failed. [MS-SMB2] 2.2.2 */
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u8, u16, u32 } from '../../wire/integers.ts'
import { struct } from '../../wire/struct.ts'

/** [MS-SMB2] 2.2.2; the data adds nothing to the status in the header, and one byte of it is always there. */
export const ErrorResponse = struct({
  structureSize: literal(u16, 9),
  errorContextCount: u8,
  reserved: reserved(1),
  byteCount: u32,
  errorData: reserved(1),
})
export type ErrorResponse = Infer<typeof ErrorResponse>
