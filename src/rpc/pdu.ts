/** The messages of connection-oriented RPC, each declared once for both sides. [C706] 12.6, [MS-RPCE] 2.2.2 */
import { rest, sized } from '../wire/bytes.ts'
import { type Codec, type Infer, inline } from '../wire/codec.ts'
import { literal, reserved } from '../wire/constants.ts'
import { u8, u16, u32 } from '../wire/integers.ts'
import { countOf, list } from '../wire/list.ts'
import { struct } from '../wire/struct.ts'
import { uuid } from './ndr/uuid.ts'

/** [C706] 12.6.4.1 and [MS-RPCE] 2.2.2.10 */
export const PduType = {
  request: 0,
  response: 2,
  fault: 3,
  bind: 11,
  bind_ack: 12,
  bind_nak: 13,
  alter_context: 14,
  alter_context_resp: 15,
  rpc_auth_3: 16,
  shutdown: 17,
  co_cancel: 18,
  orphaned: 19,
} as const

/** [C706] 12.6.3.1, [MS-RPCE] 2.2.2.3: 0x04 means header signing while contexts are negotiated, else a pending cancel. */
export const PfcFlags = {
  PFC_FIRST_FRAG: 0x01,
  PFC_LAST_FRAG: 0x02,
  PFC_SUPPORT_HEADER_SIGN: 0x04,
  PFC_CONC_MPX: 0x10,
  PFC_DID_NOT_EXECUTE: 0x20,
  PFC_MAYBE: 0x40,
  PFC_OBJECT_UUID: 0x80,
} as const

/** The header that all messages have. [C706] 12.6.3.1 */
export const PduHeader = struct({
  rpcVers: literal(u8, 5),
  rpcVersMinor: literal(u8, 0),
  ptype: u8, // PduType
  pfcFlags: u8, // PfcFlags
  packedDrep: literal(u32, 0x10), // little-endian, ASCII, IEEE
  fragLength: u16,
  authLength: u16,
  callId: u32,
})
export type PduHeader = Infer<typeof PduHeader>

/** p_syntax_id_t. [C706] 12.6.3.1 */
export const SyntaxId = struct({ ifUuid: uuid, ifVersion: u32 })
export type SyntaxId = Infer<typeof SyntaxId>

/** p_cont_elem_t. [C706] 12.6.3.1 */
export const ContextElement = struct({
  pContId: u16,
  transferSyntaxCount: countOf(u8, 'transferSyntaxes'),
  reserved: reserved(1),
  abstractSyntax: SyntaxId,
  transferSyntaxes: list(SyntaxId, 'transferSyntaxCount'),
})
export type ContextElement = Infer<typeof ContextElement>

/** bind and alter_context. [C706] 12.6.4.3 and 12.6.4.1 */
export const Bind = struct({
  maxXmitFrag: u16,
  maxRecvFrag: u16,
  assocGroupId: u32,
  contextCount: countOf(u8, 'contexts'),
  reserved: reserved(3),
  contexts: list(ContextElement, 'contextCount'),
})
export type Bind = Infer<typeof Bind>

/** p_cont_def_result_t. [C706] 12.6.3.1, [MS-RPCE] 2.2.2.4 */
export const ContextResult = { acceptance: 0, user_rejection: 1, provider_rejection: 2, negotiate_ack: 3 } as const

/** p_result_t; for negotiate_ack, `reason` holds the features. [C706] 12.6.3.1, [MS-RPCE] 3.3.1.5.3 */
export const Result = struct({ result: u16, reason: u16, transferSyntax: SyntaxId })
export type Result = Infer<typeof Result>

/** Zero bytes up to a multiple of `alignment`. */
function padding(alignment: number): Codec<void> {
  return {
    ...inline<void>(
      1,
      (w) => w.align(alignment),
      (r) => r.align(alignment),
    ),
    silent: true,
  }
}

/** bind_ack and alter_context_resp; the address is ASCII with its NUL, or nothing. [C706] 12.6.4.4 and 12.6.4.2 */
export const BindAck = struct({
  maxXmitFrag: u16,
  maxRecvFrag: u16,
  assocGroupId: u32,
  secAddr: sized(u16),
  pad: padding(4),
  resultCount: countOf(u8, 'results'),
  reserved: reserved(3),
  results: list(Result, 'resultCount'),
})
export type BindAck = Infer<typeof BindAck>

/** bind_nak; what may follow the versions is extended error information, which is ignored. [MS-RPCE] 2.2.2.9 */
export const BindNak = struct({
  providerRejectReason: u16,
  versionCount: countOf(u8, 'versions'),
  versions: list(struct({ major: u8, minor: u8 }), 'versionCount'),
})
export type BindNak = Infer<typeof BindNak>

/** [MS-RPCE] 2.2.2.10 */
export const Auth3 = struct({ pad: reserved(4) })

/** Without the object UUID that may follow the opnum: see `requestWithObject`. [C706] 12.6.4.9 */
export const Request = struct({ allocHint: u32, pContId: u16, opnum: u16, stub: rest })
export type Request = Infer<typeof Request>

/** A request whose PFC_OBJECT_UUID is set. [C706] 12.6.4.9 */
export const RequestWithObject = struct({ allocHint: u32, pContId: u16, opnum: u16, object: uuid, stub: rest })

/** [C706] 12.6.4.10 */
export const Response = struct({ allocHint: u32, pContId: u16, cancelCount: u8, reserved: reserved(1), stub: rest })
export type Response = Infer<typeof Response>

/** Stub data behind it is ignored. [C706] 12.6.4.7, [MS-RPCE] 2.2.2.8 */
export const Fault = struct({
  allocHint: u32,
  pContId: u16,
  cancelCount: u8,
  reserved: reserved(1),
  status: u32,
  reserved2: reserved(4),
})
export type Fault = Infer<typeof Fault>

/** shutdown, co_cancel and orphaned have no body. [C706] 12.6.4.11, 12.6.4.5 and 12.6.4.8 */
export const NoBody = struct({})

/** sec_trailer, which stands before the authentication token. [MS-RPCE] 2.2.2.11 */
export const SecTrailer = struct({
  authType: u8,
  authLevel: u8,
  authPadLength: u8,
  reserved: reserved(1),
  authContextId: u32,
})
export type SecTrailer = Infer<typeof SecTrailer>
