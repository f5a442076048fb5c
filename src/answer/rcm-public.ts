/** Answers RCMPublic. [MS-TSTS] 3.5.4.1 */
import { type Method, method, type Service } from '../rpc/service.ts'
import {
  ProtocolStatusInfoType,
  QuerySessionDataType,
  RCMPublic,
  RpcGetAllListeners,
  RpcGetClientData,
  RpcGetConfigData,
  RpcGetLastInputTime,
  RpcGetProtocolStatus,
  RpcGetRemoteAddress,
  RpcGetSessionProtocolLastInputTime,
  RpcGetUserCertificates,
  RpcQuerySessionData,
} from '../tsts/rcm-public.ts'
import { WINSTATIONCLIENT } from '../tsts/winstation-client.ts'
import { encode } from '../wire/codec.ts'
import { addressOf, NO_ADDRESS } from './address.ts'
import type { Answering } from './answering.ts'
import { clientImage } from './client-image.ts'
import { configImage, driverBytes, protocolStatus } from './config-image.ts'
import { queried, visible } from './grants.ts'
import { accountOf, fit, numberOf } from './image.ts'
import { hresult, Refused } from './refusal.ts'

export function rcmPublic(answering: Answering): Service {
  const methods = [...clients(answering), ...protocols(answering), ...sessionData(answering), ...listeners(answering)]
  return { interface: RCMPublic, methods }
}

function clients(answering: Answering): Method[] {
  return [
    method(RpcGetClientData, ({ SessionId }, call) =>
      hresult({ ppBuff: null, pOutBuffByteLen: 0 }, async () => {
        const session = await queried(answering, call, SessionId)
        const ppBuff = encode(WINSTATIONCLIENT, clientImage(session, accountOf(session, answering.accounts)))
        return { ppBuff, pOutBuffByteLen: ppBuff.length }
      }),
    ),
    method(RpcGetConfigData, ({ SessionId }, call) =>
      hresult({ ppBuff: null, pOutBuffByteLen: 0 }, async () => {
        const session = await queried(answering, call, SessionId)
        const ppBuff = configImage(accountOf(session, answering.accounts))
        return { ppBuff, pOutBuffByteLen: ppBuff.length }
      }),
    ),
    method(RpcGetRemoteAddress, ({ SessionId }, call) =>
      hresult({ pRemoteAddress: NO_ADDRESS }, async () => ({
        pRemoteAddress: addressOf(await queried(answering, call, SessionId)),
      })),
    ),
    // Nobody here logs on with a certificate.
    method(RpcGetUserCertificates, ({ SessionId }, call) =>
      hresult({ pcCerts: 0, ppbCerts: null, pcbCerts: 0 }, async () => {
        await queried(answering, call, SessionId)
        return { pcCerts: 0, ppbCerts: null, pcbCerts: 0 }
      }),
    ),
  ]
}

function protocols(answering: Answering): Method[] {
  return [
    method(RpcGetProtocolStatus, ({ SessionId, InfoType }, call) =>
      hresult({ ppProtoStatus: null, pcbProtoStatus: 0 }, async () => {
        const ppProtoStatus = protocolStatus(await queried(answering, call, SessionId), isExtended(InfoType))
        return { ppProtoStatus, pcbProtoStatus: ppProtoStatus.length }
      }),
    ),
    method(RpcGetLastInputTime, ({ SessionId }, call) =>
      hresult({ pLastInputTime: null }, async () => ({
        pLastInputTime: (await queried(answering, call, SessionId)).idleSince,
      })),
    ),
    method(RpcGetSessionProtocolLastInputTime, ({ SessionId, InfoType }, call) =>
      hresult({ ppProtoStatus: null, pcbProtoStatus: 0, pLastInputTime: null }, async () => {
        const session = await queried(answering, call, SessionId)
        const ppProtoStatus = protocolStatus(session, isExtended(InfoType))
        return { ppProtoStatus, pcbProtoStatus: ppProtoStatus.length, pLastInputTime: session.idleSince }
      }),
    ),
  ]
}

/** Of the kinds of data only one is not Windows' own or the protocol's. */
function sessionData(answering: Answering): Method[] {
  return [
    method(RpcQuerySessionData, ({ SessionId, type, cbSessionData }, call) => {
      const blank = { cbSessionData, pbSessionData: new Uint8Array(), pcbReturnLength: 0, pcbRequireBufferSize: 0 }
      return hresult(blank, async () => {
        const session = await queried(answering, call, SessionId)
        if (type !== QuerySessionDataType.QUERY_SESSION_DATA_WDCONFIG) throw new Refused('NOT_SUPPORTED')
        const data = driverBytes(session)
        const pcbRequireBufferSize = data.length
        if (cbSessionData < data.length) return { ...blank, pcbRequireBufferSize, returnValue: INSUFFICIENT_BUFFER }
        return { cbSessionData, pbSessionData: data, pcbReturnLength: data.length, pcbRequireBufferSize }
      })
    }),
  ]
}

/** ERROR_INSUFFICIENT_BUFFER as an HRESULT. */
const INSUFFICIENT_BUFFER = 0x8007_007a | 0

function listeners(answering: Answering): Method[] {
  return [
    method(RpcGetAllListeners, ({ Level }, call) =>
      hresult({ ppListeners: null, pNumListeners: 0 }, async () => {
        if (Level !== 1) throw new Refused('INVALID_PARAMETER')
        const found = (await visible(answering, call)).filter(({ kind }) => kind === 'listener')
        const ppListeners = found.map((each) => ({
          Level: 1 as const,
          Data: { Id: numberOf(each) ?? 0, bListening: each.state === 'listening', Name: fit(each.name, 33) },
        }))
        return { ppListeners, pNumListeners: ppListeners.length }
      }),
    ),
  ]
}

function isExtended(InfoType: number): boolean {
  const { PROTOCOLSTATUS_INFO_BASIC, PROTOCOLSTATUS_INFO_EXTENDED } = ProtocolStatusInfoType
  if (InfoType !== PROTOCOLSTATUS_INFO_BASIC && InfoType !== PROTOCOLSTATUS_INFO_EXTENDED) {
    throw new Refused('INVALID_PARAMETER')
  }
  return InfoType === PROTOCOLSTATUS_INFO_EXTENDED
}
