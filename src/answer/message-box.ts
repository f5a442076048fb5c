/** A message box of the wire as a message to a session's user. [MS-TSTS] 3.3.4.1.10 */
import type { Message, MessageButtons } from '../session/message.ts'
import { BUTTON_STYLES, MessageBoxStyle } from '../tsts/message-box.ts'
import { Refused } from './refusal.ts'

/** A box as both interfaces describe it. */
export interface Box {
  readonly title: string
  readonly text: string
  readonly style: number
  /** In seconds; 0 is for ever. */
  readonly timeout: number
  readonly doNotWait: boolean
}

/** Nobody reads more; what is shown it with takes its text as one argument, which Linux holds to 128 KiB. execve(2) */
const MOST_UNITS = 32_768

/** The message; buttons that no one else knows are one OK. @throws Refused INVALID_PARAMETER for too long a text */
export function messageOf({ title, text, style, timeout, doNotWait }: Box): Message {
  if (title.length > MOST_UNITS || text.length > MOST_UNITS) throw new Refused('INVALID_PARAMETER')
  const buttons = BUTTONS_BY_STYLE.get(style & MessageBoxStyle.MB_TYPEMASK) ?? 'ok'
  return { title, text, timeSeconds: timeout, wait: !doNotWait, buttons }
}

const BUTTONS_BY_STYLE: ReadonlyMap<number, MessageButtons> = new Map(
  Object.entries(BUTTON_STYLES).map(([buttons, style]) => [style, buttons as MessageButtons]),
)
