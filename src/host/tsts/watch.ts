/** What happens to sessions, as it happens. */
import type { CallOptions, SessionEvent } from '../../session/host.ts'
import { ALL_SESSIONS, TNotificationId } from '../../tsts/notification-id.ts'
import type { SESSION_CHANGE } from '../../tsts/term-srv-notification.ts'
import type { Aim, Try } from './attempt.ts'
import { Notifications } from './notifications.ts'

const AIM: Aim = { action: 'watch', id: '', need: 'WINSTATION_QUERY' }

/** Events from the first `next()` on, until the loop is left, the signal aborts or the connection is lost. */
export async function* watchSessions(
  attempt: Try,
  options: CallOptions,
): AsyncGenerator<SessionEvent, void, undefined> {
  await using notifications = await attempt(AIM, options, (link, each) => Notifications.open(link, ALL_SESSIONS, each))
  const aim = { ...AIM, moreMs: null }
  for (;;) {
    const changes = await attempt(aim, options, (_, each) => notifications.next(each))
    for (const change of changes) yield eventOf(change)
  }
}

function eventOf({ SessionId, NotificationId }: SESSION_CHANGE): SessionEvent {
  const id = String(SessionId)
  if (NotificationId & TNotificationId.WTS_NOTIFY_TERMINATE) return { type: 'ended', id }
  return { type: NotificationId & TNotificationId.WTS_NOTIFY_CREATE ? 'created' : 'changed', id }
}
