/** What a user's answer to a message is called on the wire. [MS-TSTS] 3.3.4.1.10 */
import type { MessageAnswer } from '../session/message.ts'
import { MessageBoxResponse } from '../tsts/message-box.ts'

export function responseTo(answer: MessageAnswer): number {
  return RESPONSES[answer]
}

const RESPONSES: Readonly<Record<MessageAnswer, number>> = {
  sent: MessageBoxResponse.IDASYNC,
  ok: MessageBoxResponse.IDOK,
  timeout: MessageBoxResponse.IDTIMEOUT,
}
