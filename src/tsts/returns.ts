/** What the calls return, typed as what they are. [MS-TSTS] 3, [MS-DTYP] 2.2.18, 2.2.38 */
import { long, ulong } from '../rpc/ndr/scalars.ts'
import type { Codec } from '../wire/codec.ts'

/** Signed: a negative one is a failure, any other a success. RpcLogoff's success comes as 0x10000000. [MS-ERREF] 2.1 */
export const HRESULT: Codec<number> = long

/** Unsigned; severity in the two highest bits. [MS-ERREF] 2.3 */
export const NTSTATUS: Codec<number> = ulong

/** The plain success; see `isSuccess` for the others. */
export const S_OK = 0x0000_0000

/** A success that is less than what was asked for. */
export const S_FALSE = 0x0000_0001

/** Whether a call that returns an HRESULT did what it was asked for. */
export function isSuccess(hresult: number): boolean {
  return hresult >= 0
}

/** The signed form in which an HRESULT travels: `hresultOf(0x8007_0005)`. */
export function hresultOf(value: number): number {
  return value | 0
}
