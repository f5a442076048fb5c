/** A message box of the wire as a message to a session's user. [MS-TSTS] 3.3.4.1.10 */
import type { Message, MessageButtons } from '../session/message.ts'
import { BUTTON_STYLES, MessageBoxStyle } from '../tsts/message-box.ts'

/** A box as both interfaces describe it. */
export interface Box {
  readonly title: string
  readonly text: string
  readonly style: number
  /** In seconds; 0 is for ever. */
  readonly timeout: number
  readonly doNotWait: boolean
}

/** The message; buttons that no one else knows are one OK. */
export function messageOf({ title, text, style, timeout, doNotWait }: Box): Message {
  const buttons = BUTTONS_BY_STYLE.get(style & MessageBoxStyle.MB_TYPEMASK) ?? 'ok'
  return { title, text, timeSeconds: timeout, wait: !doNotWait, buttons }
}

const BUTTONS_BY_STYLE: ReadonlyMap<number, MessageButtons> = new Map(
  Object.entries(BUTTON_STYLES).map(([buttons, style]) => [style, buttons as MessageButtons]),
)
