/** A message box in a session, and what its user answers. */
import type { CallOptions } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import { LegacyApi, RpcWinStationSendMessage } from '../../tsts/legacy-api.ts'
import { answerOf, BUTTON_STYLES, MessageBoxStyle } from '../../tsts/message-box.ts'
import { RpcShowMessageBox, TermSrvSession } from '../../tsts/term-srv-session.ts'
import { LSM } from './doors.ts'
import { legacyOf } from './legacy.ts'
import type { Link } from './link.ts'
import { granted, isUnsupported, succeeded } from './outcome.ts'
import { withSession } from './session-handle.ts'

function styleOf({ buttons = 'ok' }: Message): number {
  return BUTTON_STYLES[buttons] | MessageBoxStyle.MB_ICONINFORMATION
}

/** Shows it. Waits for the answer on a pipe of its own, so that other calls need not. */
export async function show(link: Link, id: string, message: Message, options: CallOptions): Promise<MessageAnswer> {
  try {
    await using line = message.wait ? await link.line(LSM, options) : null
    const client = line?.client ?? (await link.client(LSM, options))
    return await withSession(client, id, options, async (hSession) => {
      const { title: szTitle, text: szMessage, timeSeconds: ulTimeout } = message
      const ulStyle = styleOf(message)
      const input = { hSession, szTitle, szMessage, ulStyle, ulTimeout, bDoNotWait: !message.wait }
      const answer = await client.call(TermSrvSession, RpcShowMessageBox, input, options)
      return answerOf(succeeded('RpcShowMessageBox', answer).pulResponse)
    })
  } catch (error) {
    if (!isUnsupported(error)) throw error
    return await showLegacy(link, id, message, options)
  }
}

/** The most that the old call takes. [MS-TSTS] 3.7.4.1.8 */
const MOST_UNITS = 1024

async function showLegacy(link: Link, id: string, message: Message, options: CallOptions): Promise<MessageAnswer> {
  const { client, hServer } = await legacyOf(link, options)
  const pTitle = buffer(message.title)
  const pMessage = buffer(message.text)
  const input = {
    hServer,
    LogonId: Number(id),
    pTitle,
    TitleLength: pTitle.length,
    pMessage,
    MessageLength: pMessage.length,
    Style: styleOf(message),
    Timeout: message.timeSeconds,
    DoNotWait: !message.wait,
  }
  const answer = await client.call(LegacyApi, RpcWinStationSendMessage, input, options)
  return answerOf(granted('RpcWinStationSendMessage', answer).pResponse)
}

/** The length counts bytes by the text of the specification and characters by its IDL: NULs behind make both true. */
function buffer(text: string): string {
  return text.slice(0, MOST_UNITS).padEnd(Math.min(text.length * 2, MOST_UNITS), '\0')
}
