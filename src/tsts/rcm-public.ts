/** What the remote connection manager knows of a session's client. [MS-TSTS] 3.5.4.1, IDL in 6.2 */
import { conformant, varying } from '../rpc/ndr/arrays.ts'
import { elements, octets } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { BOOL, long, ulong, ushort } from '../rpc/ndr/scalars.ts'
import { levels } from '../rpc/ndr/unions.ts'
import { operation } from '../rpc/operation.ts'
import { secret } from '../wire/secret.ts'
import { struct } from '../wire/struct.ts'
import { bounded } from './bounded.ts'
import { FILETIME } from './file-time.ts'
import { RCM_REMOTEADDRESS } from './remote-address.ts'
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

/** `ppBuff` is a WINSTATIONCONFIG, which has room for a password. [MS-TSTS] 3.5.4.1.2 */
export const RpcGetConfigData = operation(1, {
  in: { SessionId: ulong },
  out: { ppBuff: secret(unique(conformant(octets))), pOutBuffByteLen: ulong, returnValue: HRESULT },
})

/** An enumeration travels in two bytes. [MS-TSTS] 2.2.2.2 */
export const ProtocolStatusInfoType = { PROTOCOLSTATUS_INFO_BASIC: 0, PROTOCOLSTATUS_INFO_EXTENDED: 1 } as const

/** [MS-TSTS] 3.5.4.1.3 */
export const RpcGetProtocolStatus = operation(2, {
  in: { SessionId: ulong, InfoType: ushort },
  out: { ppProtoStatus: unique(conformant(octets)), pcbProtoStatus: ulong, returnValue: HRESULT },
})

/** [MS-TSTS] 3.5.4.1.4 */
export const RpcGetLastInputTime = operation(3, {
  in: { SessionId: ulong },
  out: { pLastInputTime: FILETIME, returnValue: HRESULT },
})

/** [MS-TSTS] 3.5.4.1.5 */
export const RpcGetRemoteAddress = operation(4, {
  in: { SessionId: ulong },
  out: { pRemoteAddress: RCM_REMOTEADDRESS, returnValue: HRESULT },
})

/** [MS-TSTS] 3.5.4.1.6 */
export const RpcGetAllListeners = operation(8, {
  in: { Level: ulong },
  out: { ppListeners: unique(conformant(elements(LISTENERENUM))), pNumListeners: ulong, returnValue: HRESULT },
})

/** [MS-TSTS] 3.5.4.1.7 */
export const RpcGetSessionProtocolLastInputTime = operation(9, {
  in: { SessionId: ulong, InfoType: ushort },
  out: {
    ppProtoStatus: unique(conformant(octets)),
    pcbProtoStatus: ulong,
    pLastInputTime: FILETIME,
    returnValue: HRESULT,
  },
})

/** [MS-TSTS] 3.5.4.1.8 */
export const RpcGetUserCertificates = operation(10, {
  in: { SessionId: ulong },
  out: { pcCerts: ulong, ppbCerts: unique(conformant(octets)), pcbCerts: ulong, returnValue: HRESULT },
})

/** Values of `type`. [MS-TSTS] 2.2.2.3 */
export const QuerySessionDataType = {
  QUERY_SESSION_DATA_MODULE: 0,
  QUERY_SESSION_DATA_WDCONFIG: 1,
  QUERY_SESSION_DATA_VIRTUALDATA: 2,
  QUERY_SESSION_DATA_LICENSE: 3,
  QUERY_SESSION_DATA_DEVICEID: 4,
  QUERY_SESSION_DATA_LICENSE_VALIDATION: 5,
} as const

/** The most bytes that the two buffers of RpcQuerySessionData hold. */
const SESSION_DATA_MAX = 8192

/** [MS-TSTS] 3.5.4.1.9 */
export const RpcQuerySessionData = operation(11, {
  in: {
    SessionId: ulong,
    type: ushort,
    pbInputData: unique(conformant(octets)),
    cbInputData: bounded(SESSION_DATA_MAX),
    cbSessionData: bounded(SESSION_DATA_MAX),
  },
  out: {
    cbSessionData: ulong, // the size_is of the buffer, in front of what its length_is says
    pbSessionData: varying(octets, SESSION_DATA_MAX),
    pcbReturnLength: ulong,
    pcbRequireBufferSize: ulong,
    returnValue: HRESULT,
  },
})
