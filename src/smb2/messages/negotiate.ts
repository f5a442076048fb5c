/** SMB2 NEGOTIATE: which dialect, and what both sides can do. [MS-SMB2] 2.2.3, 2.2.4 */
import { buffer } from '../../wire/buffer.ts'
import { bytes } from '../../wire/bytes.ts'
import type { Infer } from '../../wire/codec.ts'
import { literal, reserved } from '../../wire/constants.ts'
import { u16, u32, u64 } from '../../wire/integers.ts'
import { countOf, list, listAt } from '../../wire/list.ts'
import { struct } from '../../wire/struct.ts'
import { NegotiateContext } from './negotiate-contexts.ts'

/** Dialect revision numbers. */
export const Dialect = { '2.1': 0x0210, '3.0': 0x0300, '3.0.2': 0x0302, '3.1.1': 0x0311 } as const

/** SecurityMode, of NEGOTIATE and SESSION_SETUP. */
export const SecurityMode = {
  SMB2_NEGOTIATE_SIGNING_ENABLED: 0x01,
  SMB2_NEGOTIATE_SIGNING_REQUIRED: 0x02,
} as const

/** Capabilities. */
export const Capabilities = {
  SMB2_GLOBAL_CAP_LARGE_MTU: 0x0000_0004,
  SMB2_GLOBAL_CAP_ENCRYPTION: 0x0000_0040,
} as const

/** [MS-SMB2] 2.2.3; without 3.1.1 among the dialects there are no contexts, and their fields are ClientStartTime, 0. */
export const NegotiateRequest = struct({
  structureSize: literal(u16, 36),
  dialectCount: countOf(u16, 'dialects'),
  securityMode: u16, // SecurityMode
  reserved: reserved(2),
  capabilities: u32, // Capabilities
  clientGuid: bytes(16),
  negotiateContextList: listAt(u32, NegotiateContext, { count: 'negotiateContextCount', align: 8 }),
  negotiateContextCount: countOf(u16, 'negotiateContextList'),
  reserved2: reserved(2),
  dialects: list(u16, 'dialectCount'),
})
export type NegotiateRequest = Infer<typeof NegotiateRequest>

const common = {
  serverGuid: bytes(16),
  capabilities: u32, // Capabilities
  maxTransactSize: u32,
  maxReadSize: u32,
  maxWriteSize: u32,
  systemTime: u64, // 100-nanosecond intervals since 1601-01-01 UTC
  serverStartTime: u64,
  securityBuffer: buffer(),
}

/** [MS-SMB2] 2.2.4, of a dialect below 3.1.1: servers leave anything in the fields of the contexts. */
export const NegotiateResponse = struct({
  structureSize: literal(u16, 65),
  securityMode: u16, // SecurityMode
  dialectRevision: u16,
  reserved: reserved(2),
  ...common,
  reserved2: reserved(4),
})
export type NegotiateResponse = Infer<typeof NegotiateResponse>

/** [MS-SMB2] 2.2.4, of dialect 3.1.1. */
export const NegotiateResponse311 = struct({
  structureSize: literal(u16, 65),
  securityMode: u16, // SecurityMode
  dialectRevision: literal(u16, Dialect['3.1.1']),
  negotiateContextCount: countOf(u16, 'negotiateContextList'),
  ...common,
  negotiateContextList: listAt(u32, NegotiateContext, { count: 'negotiateContextCount', align: 8 }),
})
export type NegotiateResponse311 = Infer<typeof NegotiateResponse311>
