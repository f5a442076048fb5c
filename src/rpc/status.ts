/** What a server says instead of an answer: faults, refused binds, refused contexts. */
import { type NativeStatus, StatusError } from '../errors.ts'
import { nameOf } from '../wire/names.ts'

/** Statuses of faults. [C706] appendix N, [MS-RPCE] 3.1.1.5.5, [MS-ERREF] 2.2 */
export const FaultStatus = {
  ERROR_ACCESS_DENIED: 0x0000_0005,
  RPC_S_UNKNOWN_IF: 0x0000_06b5,
  RPC_S_PROTOCOL_ERROR: 0x0000_06c0,
  RPC_S_PROCNUM_OUT_OF_RANGE: 0x0000_06d1,
  RPC_S_CANNOT_SUPPORT: 0x0000_06e4,
  RPC_X_SS_CONTEXT_MISMATCH: 0x0000_06ef,
  RPC_X_BAD_STUB_DATA: 0x0000_06f7,
  RPC_S_SEC_PKG_ERROR: 0x0000_0721,
  nca_s_fault_int_div_by_zero: 0x1c00_0001,
  nca_s_fault_addr_error: 0x1c00_0002,
  nca_s_fault_invalid_tag: 0x1c00_0006,
  nca_s_fault_invalid_bound: 0x1c00_0007,
  nca_rpc_version_mismatch: 0x1c00_0008,
  nca_unspec_reject: 0x1c00_0009,
  nca_manager_not_entered: 0x1c00_000c,
  nca_s_fault_cancel: 0x1c00_000d,
  nca_s_fault_ill_inst: 0x1c00_000e,
  nca_s_fault_unspec: 0x1c00_0012,
  nca_s_fault_remote_comm_failure: 0x1c00_0013,
  nca_s_fault_context_mismatch: 0x1c00_001a,
  nca_s_fault_remote_no_memory: 0x1c00_001b,
  nca_invalid_pres_context_id: 0x1c00_001c,
  nca_unsupported_authn_level: 0x1c00_001d,
  nca_invalid_checksum: 0x1c00_001f,
  nca_s_comm_failure: 0x1c01_0001,
  nca_op_rng_error: 0x1c01_0002,
  nca_unk_if: 0x1c01_0003,
  nca_s_you_crashed: 0x1c01_0009,
  nca_proto_error: 0x1c01_000b,
  nca_out_args_too_big: 0x1c01_0013,
  nca_server_too_busy: 0x1c01_0014,
  nca_unsupported_type: 0x1c01_0017,
} as const

/** Why a bind is refused. [C706] 12.6.3.1, [MS-RPCE] 2.2.2.5 */
export const RejectReason = {
  REASON_NOT_SPECIFIED: 0,
  TEMPORARY_CONGESTION: 1,
  LOCAL_LIMIT_EXCEEDED: 2,
  PROTOCOL_VERSION_NOT_SPECIFIED: 4,
  authentication_type_not_recognized: 8,
  invalid_checksum: 9,
} as const

/** Why a context is refused. [C706] 12.6.3.1 */
export const ProviderReason = {
  reason_not_specified: 0,
  abstract_syntax_not_supported: 1,
  proposed_transfer_syntaxes_not_supported: 2,
  local_limit_exceeded: 3,
} as const

/** The error that makes a server answer with a fault, and a client that got one reject. */
export function fault(operation: string, status: number): StatusError {
  return new StatusError(operation, { space: 'rpc', value: status, symbol: symbolIn(FaultStatus, status) })
}

/** The error of a client whose bind was refused. */
export function bindRefused(reason: number): StatusError {
  return new StatusError('bind', rpc(reason, symbolIn(RejectReason, reason)))
}

/** The error of a client whose server does not offer an interface. */
export function contextRefused(name: string, reason: number): StatusError {
  return new StatusError(`bind to ${name}`, rpc(reason, symbolIn(ProviderReason, reason)))
}

function rpc(value: number, symbol: string): NativeStatus {
  return { space: 'rpc', value, symbol }
}

function symbolIn(statuses: Readonly<Record<string, number>>, value: number): string {
  return nameOf(statuses, value) ?? 'unknown status'
}
