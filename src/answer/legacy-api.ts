/** Answers LegacyApi. [MS-TSTS] 3.7.4.1 */
import { NULL_HANDLE } from '../rpc/ndr/context-handle.ts'
import { type Method, method, type Service } from '../rpc/service.ts'
import {
  LegacyApi,
  RpcIcaServerPing,
  RpcWinStationCloseServer,
  RpcWinStationCloseServerEx,
  RpcWinStationOpenServer,
} from '../tsts/legacy-api.ts'
import { type Answering, callerOf } from './answering.ts'
import { openHandle } from './handles.ts'
import { legacyActs } from './legacy-acts.ts'
import { legacyEvents } from './legacy-events.ts'
import { legacyOldCalls } from './legacy-old-calls.ts'
import { legacyProcesses } from './legacy-processes.ts'
import { legacyQueries } from './legacy-queries.ts'
import { boolean } from './refusal.ts'
import { SERVER_HANDLE, serverOf } from './server-handle.ts'

export function legacyApi(answering: Answering): Service {
  const parts = [server, legacyActs, legacyQueries, legacyEvents, legacyProcesses, legacyOldCalls]
  return { interface: LegacyApi, methods: parts.flatMap((methodsOf) => methodsOf(answering)) }
}

function server(answering: Answering): Method[] {
  return [
    method(RpcWinStationOpenServer, (_, call) =>
      boolean({ phServer: NULL_HANDLE }, async () => {
        callerOf(answering, call)
        return { phServer: openHandle(call.handles, SERVER_HANDLE, { events: null }) }
      }),
    ),
    method(RpcWinStationCloseServer, ({ hServer }, { handles }) =>
      boolean({}, async () => {
        await handles.close(SERVER_HANDLE, hServer)
        return {}
      }),
    ),
    method(RpcWinStationCloseServerEx, ({ phServer }, { handles }) =>
      boolean({ phServer }, async () => ({ phServer: await handles.close(SERVER_HANDLE, phServer) })),
    ),
    method(RpcIcaServerPing, ({ hServer }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        return {}
      }),
    ),
  ]
}
