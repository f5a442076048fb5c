/** Answers RCMListener. [MS-TSTS] 3.5.4.2 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { method, type ServerCall, type Service } from '../rpc/service.ts'
import type { Session } from '../session/session.ts'
import {
  RCMListener,
  RpcCloseListener,
  RpcIsListening,
  RpcOpenListener,
  RpcStartListener,
  RpcStopListener,
} from '../tsts/rcm-listener.ts'
import type { WinStationRight } from '../tsts/rights.ts'
import { type Answering, callerOf } from './answering.ts'
import { existing } from './grants.ts'
import { limitedKind, openHandle, stateOfHandle } from './handles.ts'
import { hresult, Refused } from './refusal.ts'

/** The number of a listener. */
const HLISTENER = limitedKind<number>('HLISTENER')

/** Which endpoints take connections is the administrator's business on Linux: they are told of, and stay as they are. */
export function rcmListener(answering: Answering): Service {
  const methods = [
    method(RpcOpenListener, ({ szListenerName }, call) =>
      hresult({ phListener: NULL_HANDLE }, async () => {
        callerOf(answering, call)
        const id = await numberOfListener(answering, call, szListenerName)
        return { phListener: openHandle(call.handles, HLISTENER, id) }
      }),
    ),
    method(RpcCloseListener, ({ phListener }, { handles }) =>
      hresult({ phListener }, async () => ({ phListener: await handles.close(HLISTENER, phListener) })),
    ),
    method(RpcStopListener, ({ hListener }, call) =>
      hresult({}, async () => {
        await permittedListener(answering, call, hListener, ['WINSTATION_RESET'])
        throw new Refused('NOT_SUPPORTED')
      }),
    ),
    method(RpcStartListener, ({ hListener }, call) =>
      hresult({}, async () => {
        const rights = ['WINSTATION_RESET', 'WINSTATION_QUERY'] as const
        const { state } = await permittedListener(answering, call, hListener, rights)
        if (state !== 'listening') throw new Refused('NOT_SUPPORTED')
        return {}
      }),
    ),
    method(RpcIsListening, ({ hListener }, call) =>
      hresult({ pbIsListening: false }, async () => {
        const { state } = await permittedListener(answering, call, hListener, ['WINSTATION_QUERY'])
        return { pbIsListening: state === 'listening' }
      }),
    ),
  ]
  return { interface: RCMListener, methods }
}

async function numberOfListener({ host }: Answering, { signal }: ServerCall, name: string): Promise<number> {
  const listeners = (await host.list({ signal })).filter(({ kind }) => kind === 'listener')
  const found = listeners.find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (!found) throw new Refused('SESSION_NOT_FOUND')
  return Number(found.id)
}

async function permittedListener(
  answering: Answering,
  call: ServerCall,
  hListener: Uint8Array,
  rights: readonly WinStationRight[],
): Promise<Session> {
  const id = stateOfHandle(call.handles, HLISTENER, hListener)
  const session = await existing(answering, call, id)
  if (session.kind !== 'listener') throw new Refused('SESSION_NOT_FOUND')
  const caller = callerOf(answering, call)
  for (const right of rights) {
    if (!(await answering.authorize(caller, { right, session }))) throw new Refused('ACCESS_DENIED')
  }
  return session
}
