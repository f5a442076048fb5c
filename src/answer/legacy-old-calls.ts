/** Answers the calls of LegacyApi for which Linux has no equivalent: each with the error that fits. [MS-TSTS] 3.7.4.1 */
import { type Method, method, type ServerCall } from '../rpc/service.ts'
import { RpcWinStationCheckLoopBack } from '../tsts/legacy-api.ts'
import * as old from '../tsts/legacy-old-calls.ts'
import { NtStatus } from '../wire/ntstatus.ts'
import { type Answering, callerOf } from './answering.ts'
import { existing } from './grants.ts'
import { KNOWN } from './information-classes.ts'
import { textOf } from './legacy-acts.ts'
import { named } from './legacy-queries.ts'
import { boolean, Refused } from './refusal.ts'
import { serverOf } from './server-handle.ts'

export function legacyOldCalls(answering: Answering): Method[] {
  return [...ofSessions(answering), ...ofShadows(answering), ...ofSystem(), ...ofBuffers(answering), ...ofSettings()]
}

/** What is refused whoever asks: the code, where there is nothing to look at before. */
function refusing(code: ConstructorParameters<typeof Refused>[0]) {
  return ({ hServer }: { readonly hServer: Uint8Array }, call: ServerCall) =>
    boolean({}, async () => {
      serverOf(call, hServer)
      throw new Refused(code)
    })
}

function ofSessions(answering: Answering): Method[] {
  return [
    // The names of sessions on Linux are made from what they are.
    method(old.RpcWinStationRename, ({ hServer, pWinStationNameOld, pWinStationNameNew }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        const [from, to] = [textOf(pWinStationNameOld), textOf(pWinStationNameNew)]
        if (to === '') throw new Refused('NAME_INVALID')
        await named(answering, call, from)
        throw new Refused('NOT_SUPPORTED')
      }),
    ),
    method(old.RpcWinStationSetInformation, ({ hServer, LogonId, WinStationInformationClass, ...input }, call) =>
      boolean({ pWinStationInformation: input.pWinStationInformation }, async () => {
        serverOf(call, hServer)
        const caller = callerOf(answering, call)
        if (!KNOWN.has(WinStationInformationClass)) throw new Refused('INVALID_CLASS')
        const session = await existing(answering, call, LogonId)
        if (!(await answering.authorize(caller, { right: 'WINSTATION_SET', session })))
          throw new Refused('ACCESS_DENIED')
        throw new Refused('NOT_SUPPORTED')
      }),
    ),
    method(RpcWinStationCheckLoopBack, async ({ hServer, pTargetServerName }, call) => {
      serverOf(call, hServer)
      callerOf(answering, call)
      const { computerName } = answering.accounts
      const isLoop = textOf(pTargetServerName).toLowerCase() === computerName.toLowerCase()
      const pResult = isLoop ? NtStatus.STATUS_ACCESS_DENIED : NtStatus.STATUS_SUCCESS
      return { pResult, returnValue: isLoop }
    }),
  ]
}

function ofShadows(answering: Answering): Method[] {
  return [
    method(old.RpcWinStationShadow, ({ hServer, TargetLogonId }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        const caller = callerOf(answering, call)
        const session = await existing(answering, call, TargetLogonId)
        if (!(await answering.authorize(caller, { right: 'WINSTATION_SHADOW', session }))) {
          throw new Refused('ACCESS_DENIED')
        }
        throw new Refused('NOT_SUPPORTED')
      }),
    ),
    method(old.RpcWinStationShadowStop, ({ hServer, LogonId }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        const caller = callerOf(answering, call)
        const session = await existing(answering, call, LogonId)
        for (const right of ['WINSTATION_DISCONNECT', 'WINSTATION_RESET'] as const) {
          if (!(await answering.authorize(caller, { right, session }))) throw new Refused('ACCESS_DENIED')
        }
        throw new Refused('NO_SHADOW')
      }),
    ),
  ]
}

/** No right that can be granted here goes so far as the machine itself. */
function ofSystem(): Method[] {
  return [
    method(old.RpcWinStationShutdownSystem, refusing('ACCESS_DENIED')),
    method(old.RpcWinStationBreakPoint, refusing('ACCESS_DENIED')),
    method(old.RpcWinStationOpenSessionDirectory, refusing('NO_DIRECTORY')),
    method(old.RpcConnectCallback, ({ hServer, AddressType, AddressSize }, call) => {
      if (AddressType !== old.TdiAddress.TYPE_IP) return refusing('NOT_SUPPORTED')({ hServer }, call)
      if (AddressSize !== old.TdiAddress.LENGTH_IP) return refusing('INVALID_PARAMETER')({ hServer }, call)
      return refusing('ACCESS_DENIED')({ hServer }, call)
    }),
  ]
}

/** There is no registry, and the rights file is read again by the administrator's word alone. */
function ofSettings(): Method[] {
  return [
    method(old.RpcWinStationReadRegistry, refusing('NOT_SUPPORTED')),
    method(old.RpcWinStationReInitializeSecurity, refusing('NOT_SUPPORTED')),
    method(old.RpcWinStationUpdateSettings, ({ hServer, SettingsClass }, call) => {
      const isKnown = Object.values<number>(old.SettingsClass).includes(SettingsClass)
      return refusing(isKnown ? 'NOT_SUPPORTED' : 'INVALID_PARAMETER')({ hServer }, call)
    }),
  ]
}

/** Calls that bring a buffer with them, or bring one back, whatever is answered. */
function ofBuffers(answering: Answering): Method[] {
  const processes = ({ hServer, ByteCount }: { hServer: Uint8Array; ByteCount: number }, call: ServerCall) =>
    boolean({ pProcessBuffer: new Uint8Array(ByteCount) }, async () => {
      serverOf(call, hServer)
      callerOf(answering, call)
      throw new Refused('NOT_SUPPORTED')
    })
  return [
    method(old.OldRpcWinStationEnumerateProcesses, processes),
    method(old.RpcWinStationEnumerateProcesses, processes),
    method(old.RpcWinStationGetLanAdapterName, ({ hServer }, call) =>
      boolean({ pLength: 0, ppLanAdapter: null }, async () => {
        serverOf(call, hServer)
        throw new Refused('NOT_SUPPORTED')
      }),
    ),
    method(old.RpcWinStationGetMachinePolicy, ({ hServer, pPolicy }, call) => {
      serverOf(call, hServer)
      return { pPolicy, returnValue: false }
    }),
  ]
}
