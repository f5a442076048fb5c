/** A message to a session's user. */
export interface Message {
  readonly title: string
  readonly text: string
  /** Seconds that it stays on display. */
  readonly timeSeconds: number
  /** Wait for the user's answer where the session has a window to give it. */
  readonly wait: boolean
}

/** 'sent' when no answer was waited for or the session's display cannot give one. */
export type MessageAnswer = 'sent' | 'ok' | 'timeout'
