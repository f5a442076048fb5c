/** What the remote connection manager knows of a session's client. [MS-TSTS] 3.5.4.1, IDL in 6.2 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { elements, octets } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { BOOL, long, ulong } from '../rpc/ndr/scalars.ts'
import { levels } from '../rpc/ndr/unions.ts'
import { operation } from '../rpc/operation.ts'
import { secret } from '../wire/secret.ts'
import { struct } from '../wire/struct.ts'
import { HRESULT } from './returns.ts'
import { WCHARS } from './wchars.ts'

export const RCMPublic = {
  name: 'RCMPublic',
  uuid: 'bde95fdf-eee0-45de-9e12-e5a61cd0d4fe',
  major: 1,
  minor: 0,
} as const

/** [MS-TSTS] 2.2.2.12.1.1 */
const LISTENERENUM_LEVEL1 = struct({
  Id: long,
  bListening: BOOL,
  Name: WCHARS(33),
})

/** [MS-TSTS] 2.2.2.12 */
const LISTENERENUM = levels({ 1: LISTENERENUM_LEVEL1 })

/** `ppBuff` is a WINSTATIONCLIENT, which has room for a password. [MS-TSTS] 3.5.4.1.1 */
export const RpcGetClientData = operation(0, {
  in: { SessionId: ulong },
  out: { ppBuff: secret(unique(conformant(octets))), pOutBuffByteLen: ulong, returnValue: HRESULT },
})

/** [MS-TSTS] 3.5.4.1.6 */
export const RpcGetAllListeners = operation(8, {
  in: { Level: ulong },
  out: { ppListeners: unique(conformant(elements(LISTENERENUM))), pNumListeners: ulong, returnValue: HRESULT },
})
