/** Answers RCMPublic. [MS-TSTS] 3.5.4.1 */
import { method, type Service } from '../rpc/service.ts'
import { RCMPublic, RpcGetAllListeners, RpcGetClientData } from '../tsts/rcm-public.ts'
import { WINSTATIONCLIENT } from '../tsts/winstation-client.ts'
import { encode } from '../wire/codec.ts'
import type { Answering } from './answering.ts'
import { granted, visible } from './grants.ts'
import { clientImage, fit, numberOf } from './image.ts'
import { hresult } from './refusal.ts'

export function rcmPublic(answering: Answering): Service {
  const methods = [
    method(RpcGetClientData, ({ SessionId: id }, call) =>
      hresult({ ppBuff: null, pOutBuffByteLen: 0 }, async () => {
        const session = await granted(answering, call, { id, right: 'WINSTATION_QUERY' })
        const ppBuff = encode(WINSTATIONCLIENT, clientImage(session))
        return { ppBuff, pOutBuffByteLen: ppBuff.length }
      }),
    ),
    method(RpcGetAllListeners, (_, call) =>
      hresult({ ppListeners: null, pNumListeners: 0 }, async () => {
        const listeners = (await visible(answering, call)).filter(({ kind }) => kind === 'listener')
        const ppListeners = listeners.map((each) => ({
          Level: 1 as const,
          Data: { Id: numberOf(each) ?? 0, bListening: true, Name: fit(each.name, 33) },
        }))
        return { ppListeners, pNumListeners: ppListeners.length }
      }),
    ),
  ]
  return { interface: RCMPublic, methods }
}
