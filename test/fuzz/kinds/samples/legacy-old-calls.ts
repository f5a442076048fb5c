/** The calls of LegacyApi that Windows itself has not answered since Vista. */
import * as old from '../../../../src/tsts/legacy-old-calls.ts'
import { HANDLE, type Sample, sample } from './sample.ts'

const hServer = HANDLE
const DONE = { pResult: 0xc000_00bb, returnValue: false }
const BUFFER = { ...DONE, pProcessBuffer: Uint8Array.from([1, 2, 3]) }

export const LEGACY_OLD_CALLS: readonly Sample[] = [
  sample(
    'RpcWinStationRename',
    old.RpcWinStationRename,
    [
      {
        ...{ hServer, pWinStationNameOld: 'rdp-tcp#12\0', NameOldSize: 11 },
        ...{ pWinStationNameNew: 'alice\0', NameNewSize: 6 },
      },
    ],
    [DONE],
  ),
  sample(
    'RpcWinStationSetInformation',
    old.RpcWinStationSetInformation,
    [
      {
        ...{ hServer, LogonId: 12, WinStationInformationClass: 10 },
        ...{ pWinStationInformation: Uint8Array.from([0, 0, 0, 0]), WinStationInformationLength: 4 },
      },
    ],
    [{ ...DONE, pWinStationInformation: null }],
  ),
  sample(
    'RpcWinStationShutdownSystem',
    old.RpcWinStationShutdownSystem,
    [{ hServer, ClientLogonId: 0, ShutdownFlags: 6 }],
    [DONE],
  ),
  sample(
    'RpcWinStationShadow',
    old.RpcWinStationShadow,
    [
      {
        ...{ hServer, LogonId: 1, pTargetServerName: 'host\0', NameSize: 5, TargetLogonId: 12 },
        ...{ HotKeyVk: 0x6a, HotkeyModifiers: 2 },
      },
    ],
    [DONE],
  ),
  sample(
    'RpcWinStationBreakPoint',
    old.RpcWinStationBreakPoint,
    [{ hServer, LogonId: 0xffff_fffe, KernelFlag: false }],
    [DONE],
  ),
  sample('RpcWinStationReadRegistry', old.RpcWinStationReadRegistry, [{ hServer }], [DONE]),
  sample(
    'OldRpcWinStationEnumerateProcesses',
    old.OldRpcWinStationEnumerateProcesses,
    [{ hServer, ByteCount: 3 }],
    [BUFFER],
  ),
  sample('RpcWinStationEnumerateProcesses', old.RpcWinStationEnumerateProcesses, [{ hServer, ByteCount: 3 }], [BUFFER]),
  sample('RpcWinStationReInitializeSecurity', old.RpcWinStationReInitializeSecurity, [{ hServer }], [DONE]),
  sample(
    'RpcWinStationGetLanAdapterName',
    old.RpcWinStationGetLanAdapterName,
    [{ hServer, PdNameSize: 4, pPdName: 'tcp\0', LanAdapter: 1 }],
    [{ ...DONE, pLength: 5, ppLanAdapter: 'eth0\0' }],
  ),
  sample(
    'RpcWinStationUpdateSettings',
    old.RpcWinStationUpdateSettings,
    [{ hServer, SettingsClass: 1, SettingsParameters: 0 }],
    [DONE],
  ),
  sample('RpcWinStationShadowStop', old.RpcWinStationShadowStop, [{ hServer, LogonId: 12, bWait: true }], [DONE]),
  sample(
    'RpcWinStationGetMachinePolicy',
    old.RpcWinStationGetMachinePolicy,
    [{ hServer, pPolicy: Uint8Array.from([1, 2, 3, 4, 5]), bufferSize: 5 }],
    [{ pPolicy: Uint8Array.from([1, 2, 3, 4, 5]), returnValue: false }],
  ),
  sample(
    'RpcConnectCallback',
    old.RpcConnectCallback,
    [{ hServer, TimeOut: 0, AddressType: 2, pAddress: new Uint8Array(14), AddressSize: 14 }],
    [DONE],
  ),
  sample(
    'RpcWinStationOpenSessionDirectory',
    old.RpcWinStationOpenSessionDirectory,
    [{ hServer, pszServerName: 'directory' }],
    [DONE],
  ),
]
