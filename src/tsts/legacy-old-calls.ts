/** The calls of LegacyApi that Windows itself has not answered since Vista, and those that serve Windows alone. [MS-TSTS] 3.7.4.1, IDL in 6.3 */
import { conformant } from '../rpc/ndr/arrays.ts'
import { octets, units } from '../rpc/ndr/items.ts'
import { unique } from '../rpc/ndr/pointers.ts'
import { BOOLEAN, uchar, ulong, ushort } from '../rpc/ndr/scalars.ts'
import { wstring } from '../rpc/ndr/strings.ts'
import { operation } from '../rpc/operation.ts'
import { bounded } from './bounded.ts'
import { BUFFER_MAX, SERVER_HANDLE } from './legacy-api.ts'
import { NTSTATUS } from './returns.ts'

const DONE = { pResult: NTSTATUS, returnValue: BOOLEAN }

/** [MS-TSTS] 3.7.4.1.5 */
export const RpcWinStationRename = operation(4, {
  in: {
    hServer: SERVER_HANDLE,
    pWinStationNameOld: conformant(units),
    NameOldSize: bounded(256),
    pWinStationNameNew: conformant(units),
    NameNewSize: bounded(256),
  },
  out: DONE,
})

/** [MS-TSTS] 3.7.4.1.7 */
export const RpcWinStationSetInformation = operation(6, {
  in: {
    hServer: SERVER_HANDLE,
    LogonId: ulong,
    WinStationInformationClass: ulong,
    pWinStationInformation: unique(conformant(octets)),
    WinStationInformationLength: bounded(BUFFER_MAX),
  },
  out: { pResult: NTSTATUS, pWinStationInformation: unique(conformant(octets)), returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.14 */
export const RpcWinStationShutdownSystem = operation(15, {
  in: { hServer: SERVER_HANDLE, ClientLogonId: ulong, ShutdownFlags: ulong },
  out: DONE,
})

/** [MS-TSTS] 3.7.4.1.16 */
export const RpcWinStationShadow = operation(17, {
  in: {
    hServer: SERVER_HANDLE,
    LogonId: ulong,
    pTargetServerName: unique(conformant(units)),
    NameSize: bounded(1024),
    TargetLogonId: ulong,
    HotKeyVk: uchar,
    HotkeyModifiers: ushort,
  },
  out: DONE,
})

/** [MS-TSTS] 3.7.4.1.17 */
export const RpcWinStationBreakPoint = operation(29, {
  in: { hServer: SERVER_HANDLE, LogonId: ulong, KernelFlag: BOOLEAN },
  out: DONE,
})

/** [MS-TSTS] 3.7.4.1.18 */
export const RpcWinStationReadRegistry = operation(30, { in: { hServer: SERVER_HANDLE }, out: DONE })

const PROCESS_BUFFER = {
  in: { hServer: SERVER_HANDLE, ByteCount: bounded(BUFFER_MAX) },
  out: { pResult: NTSTATUS, pProcessBuffer: conformant(octets), returnValue: BOOLEAN },
}

/** [MS-TSTS] 3.7.4.1.19 */
export const OldRpcWinStationEnumerateProcesses = operation(34, PROCESS_BUFFER)

/** [MS-TSTS] 3.7.4.1.20 */
export const RpcWinStationEnumerateProcesses = operation(36, PROCESS_BUFFER)

/** [MS-TSTS] 3.7.4.1.25 */
export const RpcWinStationReInitializeSecurity = operation(46, { in: { hServer: SERVER_HANDLE }, out: DONE })

/** [MS-TSTS] 3.7.4.1.26 */
export const RpcWinStationGetLanAdapterName = operation(53, {
  in: {
    hServer: SERVER_HANDLE,
    PdNameSize: bounded(0x1000),
    pPdName: conformant(units),
    LanAdapter: bounded(1024),
  },
  out: { pResult: NTSTATUS, pLength: ulong, ppLanAdapter: unique(conformant(units)), returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.27 */
export const RpcWinStationUpdateSettings = operation(58, {
  in: { hServer: SERVER_HANDLE, SettingsClass: ulong, SettingsParameters: ulong },
  out: DONE,
})

/** Values of `SettingsClass`. [MS-TSTS] 3.7.4.1.27 */
export const SettingsClass = { WINSTACFG_LEGACY: 0, WINSTACFG_SESSDIR: 1 } as const

/** [MS-TSTS] 3.7.4.1.28 */
export const RpcWinStationShadowStop = operation(59, {
  in: { hServer: SERVER_HANDLE, LogonId: ulong, bWait: BOOLEAN },
  out: DONE,
})

/** No `pResult`. [MS-TSTS] 3.7.4.1.31 */
export const RpcWinStationGetMachinePolicy = operation(62, {
  in: { hServer: SERVER_HANDLE, pPolicy: conformant(octets), bufferSize: bounded(BUFFER_MAX) },
  out: { pPolicy: conformant(octets), returnValue: BOOLEAN },
})

/** [MS-TSTS] 3.7.4.1.33 */
export const RpcConnectCallback = operation(66, {
  in: {
    hServer: SERVER_HANDLE,
    TimeOut: ulong,
    AddressType: ulong,
    pAddress: conformant(octets),
    AddressSize: bounded(0x1000),
  },
  out: DONE,
})

/** The only `AddressType` of RpcConnectCallback, and its `AddressSize`: TDI_ADDRESS_TYPE_IP, TDI_ADDRESS_LENGTH_IP. */
export const TdiAddress = { TYPE_IP: 2, LENGTH_IP: 14 } as const

/** [MS-TSTS] 3.7.4.1.35 */
export const RpcWinStationOpenSessionDirectory = operation(75, {
  in: { hServer: SERVER_HANDLE, pszServerName: wstring },
  out: DONE,
})
