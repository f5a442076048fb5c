/** What LegacyApi does to sessions. [MS-TSTS] 3.7.4.1.8, 3.7.4.1.11 to 3.7.4.1.13 */
import { type Method, method } from '../rpc/service.ts'
import {
  RpcWinStationConnect,
  RpcWinStationDisconnect,
  RpcWinStationReset,
  RpcWinStationSendMessage,
} from '../tsts/legacy-api.ts'
import { connect, disconnect, message, reset } from './acts.ts'
import type { Answering } from './answering.ts'
import { existing } from './grants.ts'
import { boolean, Refused } from './refusal.ts'
import { serverOf } from './server-handle.ts'

export function legacyActs(answering: Answering): Method[] {
  return [...ends(answering), ...messages(answering), ...connections(answering)]
}

function messages(answering: Answering): Method[] {
  return [
    method(RpcWinStationSendMessage, ({ hServer, LogonId, ...input }, call) =>
      boolean({ pResponse: 0 }, async () => {
        serverOf(call, hServer)
        const session = await existing(answering, call, LogonId)
        const texts = { title: textOf(input.pTitle), text: textOf(input.pMessage) }
        const box = { ...texts, style: input.Style, timeout: input.Timeout, doNotWait: input.DoNotWait }
        return { pResponse: await message(answering, call, session, box) }
      }),
    ),
  ]
}

function ends(answering: Answering): Method[] {
  return [
    method(RpcWinStationDisconnect, ({ hServer, LogonId }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        await disconnect(answering, call, await existing(answering, call, LogonId))
        return {}
      }),
    ),
    method(RpcWinStationReset, ({ hServer, LogonId, bWait }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        const ended = await reset(answering, call, await existing(answering, call, LogonId))
        if (bWait) await ended()
        return {}
      }),
    ),
  ]
}

function connections(answering: Answering): Method[] {
  return [
    method(RpcWinStationConnect, ({ hServer, ConnectLogonId, TargetLogonId, pPassword }, call) =>
      boolean({}, async () => {
        serverOf(call, hServer)
        if (ConnectLogonId === TargetLogonId) throw new Refused('INVALID_PARAMETER')
        // The session that is connected to is the target; what it is brought to is the client of the other one.
        const session = await existing(answering, call, TargetLogonId)
        const target = await existing(answering, call, ConnectLogonId)
        await connect(answering, call, { session, target, password: textOf(pPassword) })
        return {}
      }),
    ),
  ]
}

/** The text up to its first NUL, whatever the length counts. */
export function textOf(units: string): string {
  const end = units.indexOf('\0')
  return end < 0 ? units : units.slice(0, end)
}
