/** Word of what happens to sessions, on a pipe of its own, which the wait for it keeps busy. [MS-TSTS] 3.3.4.2 */
import type { ContextHandle } from '../../rpc/ndr/context-handle.ts'
import type { CallOptions } from '../../session/host.ts'
import { type ALL_SESSIONS, TNotificationId } from '../../tsts/notification-id.ts'
import {
  RpcRegisterAsyncNotification,
  RpcWaitAsyncNotification,
  type SESSION_CHANGE,
  TermSrvNotification,
} from '../../tsts/term-srv-notification.ts'
import { NOTIFICATION } from './doors.ts'
import type { Line, Link } from './link.ts'
import { succeeded } from './outcome.ts'

/** A registration. Closing its pipe ends it: the host runs the handle down. */
export class Notifications implements AsyncDisposable {
  readonly #line: Line
  readonly #handle: ContextHandle

  private constructor(line: Line, handle: ContextHandle) {
    this.#line = line
    this.#handle = handle
  }

  /** Registers for all that happens to one session, or to all. */
  static async open(link: Link, sessionId: number | typeof ALL_SESSIONS, options: CallOptions): Promise<Notifications> {
    const line = await link.line(NOTIFICATION, options)
    try {
      const input = { SessionId: sessionId, Mask: TNotificationId.WTS_NOTIFY_ALL }
      const answer = await line.client.call(TermSrvNotification, RpcRegisterAsyncNotification, input, options)
      return new Notifications(line, succeeded('RpcRegisterAsyncNotification', answer).phNotify)
    } catch (error) {
      await line[Symbol.asyncDispose]()
      throw error
    }
  }

  /** What happened since the last answer; waits until there is something. */
  async next(options: CallOptions): Promise<SESSION_CHANGE[]> {
    const input = { hNotify: this.#handle }
    const answer = await this.#line.client.call(TermSrvNotification, RpcWaitAsyncNotification, input, options)
    return succeeded('RpcWaitAsyncNotification', answer).SessionChange ?? []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#line[Symbol.asyncDispose]()
  }
}
