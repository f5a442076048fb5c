/** The sessions of a host: only those on which the caller has the right QUERY. [MS-TSTS] 3.3.4.3, IDL in 6.1 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { contextHandle } from '../rpc/ndr/context-handle.ts'
import { elements } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { BOOL, long, ulong, ushort } from '../rpc/ndr/scalars.ts'
import { GUID } from '../rpc/ndr/uuid.ts'
import { operation } from '../rpc/operation.ts'
import { bounded } from './bounded.ts'
import { EXECENVDATA, EXECENVDATAEX } from './exec-env-data.ts'
import { HRESULT } from './returns.ts'
import { SESSIONENUM, SESSIONENUM_EX } from './session-enum.ts'

export const TermSrvEnumeration = {
  name: 'TermSrvEnumeration',
  uuid: '88143fd0-c28d-4b2b-8fef-8d882f6a9390',
  major: 1,
  minor: 0,
} as const

/** [MS-TSTS] 2.2.1.2 */
const ENUM_HANDLE = contextHandle

/** [MS-TSTS] 3.3.4.3.1 */
export const RpcOpenEnum = operation(0, { in: {}, out: { phEnum: ENUM_HANDLE, returnValue: HRESULT } })

/** [MS-TSTS] 3.3.4.3.2 */
export const RpcCloseEnum = operation(1, {
  in: { phEnum: ENUM_HANDLE },
  out: { phEnum: ENUM_HANDLE, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.3.3 */
export const RpcFilterByState = operation(2, {
  in: { hEnum: ENUM_HANDLE, State: long, bInvert: BOOL },
  out: { returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.3.4 */
export const RpcFilterByCallersName = operation(3, { in: { hEnum: ENUM_HANDLE }, out: { returnValue: HRESULT } })

/** [MS-TSTS] 3.3.4.3.5 */
export const RpcEnumAddFilter = operation(4, {
  in: { hEnum: ENUM_HANDLE, hSubEnum: ENUM_HANDLE },
  out: { returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.3.6 */
export const RpcGetEnumResult = operation(5, {
  in: { hEnum: ENUM_HANDLE, Level: ulong },
  out: { ppSessionEnumResult: unique(conformant(elements(SESSIONENUM))), pEntries: ulong, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.3.7 */
export const RpcFilterBySessionType = operation(6, {
  in: { hEnum: ENUM_HANDLE, pSessionType: GUID },
  out: { returnValue: HRESULT },
})

/** The only value of `Filter`: all sessions to which somebody has logged on. [MS-TSTS] 2.2.2.1 */
export const SF_SERVICES_SESSION_POPUP = 0

/** An enumeration travels in two bytes. [MS-TSTS] 3.3.4.3.8 */
export const RpcGetSessionIds = operation(8, {
  in: { Filter: ushort, MaxEntries: bounded(0xffff) },
  out: { pSessionIds: unique(conformant(elements(long))), pcSessionIds: ulong, returnValue: HRESULT },
})

/** [MS-TSTS] 3.3.4.3.9 */
export const RpcGetEnumResultEx = operation(9, {
  in: { hEnum: ENUM_HANDLE, Level: ulong },
  out: { ppSessionEnumResult: unique(conformant(elements(SESSIONENUM_EX))), pEntries: ulong, returnValue: HRESULT },
})

/** Since Windows 7 and Windows Server 2008 R2. [MS-TSTS] 3.3.4.3.10 */
export const RpcGetAllSessions = operation(10, {
  in: { pLevel: ulong },
  out: {
    pLevel: ulong,
    ppSessionData: unique(conformant(elements(EXECENVDATA))),
    pcEntries: ulong,
    returnValue: HRESULT,
  },
})

/** Since Windows 8 and Windows Server 2012. [MS-TSTS] 3.3.4.3.11 */
export const RpcGetAllSessionsEx = operation(11, {
  in: { Level: ulong },
  out: { ppSessionData: unique(conformant(elements(EXECENVDATAEX))), pcEntries: ulong, returnValue: HRESULT },
})
