/** Answers RpcWinStationWaitSystemEvent: the events of a handle since it waited first. [MS-TSTS] 3.7.4.1.15 */
import { type Method, method } from '../rpc/service.ts'
import { RpcWinStationWaitSystemEvent } from '../tsts/legacy-api.ts'
import { TNotificationId } from '../tsts/notification-id.ts'
import { SystemEvent } from '../tsts/system-event.ts'
import type { SESSION_CHANGE } from '../tsts/term-srv-notification.ts'
import { type Answering, callerOf } from './answering.ts'
import { boolean } from './refusal.ts'
import { type OpenServer, serverOf } from './server-handle.ts'
import { SessionMemory } from './session-memory.ts'
import { Subscription } from './subscription.ts'

export function legacyEvents(answering: Answering): Method[] {
  return [
    method(RpcWinStationWaitSystemEvent, ({ hServer, EventMask }, call) =>
      boolean({ pEventFlags: 0 }, async () => {
        const server = serverOf(call, hServer)
        const caller = callerOf(answering, call)
        if (EventMask === SystemEvent.WEVENT_NONE || EventMask === SystemEvent.WEVENT_FLUSH) {
          await forget(server)
          return { pEventFlags: EventMask }
        }
        const memory = new SessionMemory(answering, caller, { sessionId: null, mask: WANTED })
        server.events ??= await Subscription.open(answering.host, memory, answering.signal)
        // Whoever has gone meanwhile has no handle any more with which it would end.
        if (call.signal.aborted) await forget(server)
        call.signal.throwIfAborted()
        for (;;) {
          const flags = flagsOf(await server.events.next(call.signal)) & EventMask
          if (flags !== 0) return { pEventFlags: flags >>> 0 }
        }
      }),
    ),
  ]
}

async function forget(server: OpenServer): Promise<void> {
  const { events } = server
  server.events = null
  await events?.close()
}

const FLAGS = [
  [TNotificationId.WTS_NOTIFY_CREATE, SystemEvent.WEVENT_CREATE],
  [TNotificationId.WTS_NOTIFY_TERMINATE, SystemEvent.WEVENT_DELETE],
  [TNotificationId.WTS_NOTIFY_CONNECT, SystemEvent.WEVENT_CONNECT],
  [TNotificationId.WTS_NOTIFY_DISCONNECT, SystemEvent.WEVENT_DISCONNECT],
  [TNotificationId.WTS_NOTIFY_LOGON, SystemEvent.WEVENT_LOGON],
  [TNotificationId.WTS_NOTIFY_LOGOFF, SystemEvent.WEVENT_LOGOFF],
] as const

/** What has a flag here. */
const WANTED = FLAGS.reduce((mask, [notification]) => mask | notification, 0)

/** Each of them is a change of the session's state too. */
function flagsOf(changes: readonly SESSION_CHANGE[]): number {
  const mask = changes.reduce((all, { NotificationId }) => all | NotificationId, 0)
  const flags = FLAGS.filter(([notification]) => (mask & notification) !== 0).map(([, flag]) => flag)
  return flags.reduce<number>((all, flag) => all | flag, SystemEvent.WEVENT_STATECHANGE)
}
