/** A message to a session's user, and what the user does with it. */

/** Which buttons a message has; the first is the one that Enter presses. */
export type MessageButtons = 'ok' | 'okCancel' | 'yesNo' | 'yesNoCancel' | 'retryCancel' | 'abortRetryIgnore'

/** What is shown, and how. */
export interface Message {
  readonly title: string
  readonly text: string
  /** Seconds that it stays on display; 0 is for ever. */
  readonly timeSeconds: number
  /** Wait for the user's answer where the session has a window to give it. */
  readonly wait: boolean
  /** Default 'ok'. */
  readonly buttons?: MessageButtons | undefined
}

/** The buttons one by one. */
export type MessageButton = 'ok' | 'cancel' | 'yes' | 'no' | 'retry' | 'abort' | 'ignore'

/** 'sent' when no answer was waited for or the session's display cannot give one. */
export type MessageAnswer = 'sent' | 'timeout' | MessageButton

/** The buttons of a message, in their order. */
export const BUTTONS: Readonly<Record<MessageButtons, readonly MessageButton[]>> = {
  ok: ['ok'],
  okCancel: ['ok', 'cancel'],
  yesNo: ['yes', 'no'],
  yesNoCancel: ['yes', 'no', 'cancel'],
  retryCancel: ['retry', 'cancel'],
  abortRetryIgnore: ['abort', 'retry', 'ignore'],
}
