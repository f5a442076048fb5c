/** The endpoints through which sessions come: open one by its name, ask it, start and stop it. [MS-TSTS] 3.5.4.2, IDL in 6.2 */
import { contextHandle } from '../rpc/ndr/context-handle.ts'
import { BOOL } from '../rpc/ndr/scalars.ts'
import { wstring } from '../rpc/ndr/strings.ts'
import { operation } from '../rpc/operation.ts'
import { HRESULT } from './returns.ts'

export const RCMListener = {
  name: 'RCMListener',
  uuid: '497d95a6-2d27-4bf5-9bbd-a6046957133c',
  major: 1,
  minor: 0,
} as const

/** [MS-TSTS] 2.2.1.3 */
const HLISTENER = contextHandle

/** [MS-TSTS] 3.5.4.2.1 */
export const RpcOpenListener = operation(0, {
  in: { szListenerName: wstring },
  out: { phListener: HLISTENER, returnValue: HRESULT },
})

/** [MS-TSTS] 3.5.4.2.2 */
export const RpcCloseListener = operation(1, {
  in: { phListener: HLISTENER },
  out: { phListener: HLISTENER, returnValue: HRESULT },
})

/** [MS-TSTS] 3.5.4.2.3 */
export const RpcStopListener = operation(2, { in: { hListener: HLISTENER }, out: { returnValue: HRESULT } })

/** [MS-TSTS] 3.5.4.2.4 */
export const RpcStartListener = operation(3, { in: { hListener: HLISTENER }, out: { returnValue: HRESULT } })

/** [MS-TSTS] 3.5.4.2.5 */
export const RpcIsListening = operation(4, {
  in: { hListener: HLISTENER },
  out: { pbIsListening: BOOL, returnValue: HRESULT },
})
