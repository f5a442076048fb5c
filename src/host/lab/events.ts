/** What happens on practice hosts, for whoever watches them. */
import { type EventEmitter, on } from 'node:events'
import type { CallOptions, SessionEvent } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Session } from '../../session/session.ts'

/** A message that has come up in a practice session. */
export interface LabMessage {
  readonly session: Session
  readonly message: Message
  /** Does what the session's user would do with it; later answers change nothing. */
  answer(answer: MessageAnswer): void
}

/** The events by name, each with its arguments. */
export interface LabEvents {
  message: [LabMessage]
  session: [SessionEvent]
}

/** The events of one host from the first `next()`; an abort rejects with its reason. */
export async function* watch(events: EventEmitter<LabEvents>, { signal }: CallOptions): AsyncGenerator<SessionEvent> {
  try {
    for await (const [event] of on(events, 'session', signal ? { signal } : {})) yield event
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
