/** Answers LegacyApi. [MS-TSTS] 3.7.4.1 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { type Method, method, type Service } from '../rpc/service.ts'
import {
  LegacyApi,
  RpcWinStationCloseServer,
  RpcWinStationDisconnect,
  RpcWinStationOpenServer,
  RpcWinStationReset,
  RpcWinStationSendMessage,
} from '../tsts/legacy-api.ts'
import { RESPONSES } from '../tsts/message-box.ts'
import { type Answering, callerOf } from './answering.ts'
import { startEnding } from './endings.ts'
import { granted } from './grants.ts'
import { openHandle, stateOfHandle } from './handles.ts'
import { legacyProcesses } from './legacy-processes.ts'
import { legacyQueries } from './legacy-queries.ts'
import { messageOf } from './message-box.ts'
import { boolean } from './refusal.ts'
import { SERVER_HANDLE } from './server-handle.ts'

export function legacyApi(answering: Answering): Service {
  const methods = [...server(answering), ...acts(answering), ...legacyQueries(answering), ...legacyProcesses(answering)]
  return { interface: LegacyApi, methods }
}

function server(answering: Answering): Method[] {
  return [
    method(RpcWinStationOpenServer, (_, call) =>
      boolean({ phServer: NULL_HANDLE }, async () => {
        callerOf(answering, call)
        return { phServer: openHandle(call.handles, SERVER_HANDLE, null) }
      }),
    ),
    method(RpcWinStationCloseServer, ({ hServer }, { handles }) =>
      boolean({}, async () => {
        await handles.close(SERVER_HANDLE, hServer)
        return {}
      }),
    ),
  ]
}

function acts(answering: Answering): Method[] {
  return [
    method(RpcWinStationSendMessage, ({ hServer, LogonId: id, ...input }, call) =>
      boolean({ pResponse: 0 }, async () => {
        stateOfHandle(call.handles, SERVER_HANDLE, hServer)
        const session = await granted(answering, call, { id, right: 'WINSTATION_MSG' })
        const message = messageOf({
          title: textOf(input.pTitle),
          text: textOf(input.pMessage),
          style: input.Style,
          timeout: input.Timeout,
          doNotWait: input.DoNotWait,
        })
        return { pResponse: RESPONSES[await answering.host.message(session, message, { signal: call.signal })] }
      }),
    ),
    method(RpcWinStationDisconnect, ({ hServer, LogonId: id }, call) =>
      boolean({}, async () => {
        stateOfHandle(call.handles, SERVER_HANDLE, hServer)
        const session = await granted(answering, call, { id, right: 'WINSTATION_DISCONNECT' })
        await answering.host.disconnect(session, { signal: call.signal })
        return {}
      }),
    ),
    method(RpcWinStationReset, ({ hServer, LogonId: id, bWait }, call) =>
      boolean({}, async () => {
        stateOfHandle(call.handles, SERVER_HANDLE, hServer)
        const ending = startEnding(
          answering,
          await granted(answering, call, { id, right: 'WINSTATION_RESET' }),
          'reset',
        )
        if (bWait) await ending
        return {}
      }),
    ),
  ]
}

/** The text up to its first NUL, whatever the length counts. */
function textOf(units: string): string {
  const end = units.indexOf('\0')
  return end < 0 ? units : units.slice(0, end)
}
