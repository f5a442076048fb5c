/** Message boxes: how they look and what the user answers. [MS-TSTS] 3.3.4.1.10, 6.5 */
import type { MessageAnswer, MessageButtons } from '../session/message.ts'

/** Flags of `ulStyle`, as MessageBox takes them. */
export const MessageBoxStyle = {
  MB_OK: 0x0000_0000,
  MB_OKCANCEL: 0x0000_0001,
  MB_ABORTRETRYIGNORE: 0x0000_0002,
  MB_YESNOCANCEL: 0x0000_0003,
  MB_YESNO: 0x0000_0004,
  MB_RETRYCANCEL: 0x0000_0005,
  /** Which of the flags are buttons. */
  MB_TYPEMASK: 0x0000_000f,
  MB_ICONINFORMATION: 0x0000_0040,
} as const

/** The flags of each set of buttons. */
export const BUTTON_STYLES: Readonly<Record<MessageButtons, number>> = {
  ok: MessageBoxStyle.MB_OK,
  okCancel: MessageBoxStyle.MB_OKCANCEL,
  abortRetryIgnore: MessageBoxStyle.MB_ABORTRETRYIGNORE,
  yesNoCancel: MessageBoxStyle.MB_YESNOCANCEL,
  yesNo: MessageBoxStyle.MB_YESNO,
  retryCancel: MessageBoxStyle.MB_RETRYCANCEL,
}

/** Values of `pulResponse`. */
const MessageBoxResponse = {
  IDOK: 1,
  IDCANCEL: 2,
  IDABORT: 3,
  IDRETRY: 4,
  IDIGNORE: 5,
  IDYES: 6,
  IDNO: 7,
  IDTIMEOUT: 32_000,
  IDASYNC: 32_001,
} as const

/** The response of each answer. */
export const RESPONSES: Readonly<Record<MessageAnswer, number>> = {
  sent: MessageBoxResponse.IDASYNC,
  timeout: MessageBoxResponse.IDTIMEOUT,
  ok: MessageBoxResponse.IDOK,
  cancel: MessageBoxResponse.IDCANCEL,
  abort: MessageBoxResponse.IDABORT,
  retry: MessageBoxResponse.IDRETRY,
  ignore: MessageBoxResponse.IDIGNORE,
  yes: MessageBoxResponse.IDYES,
  no: MessageBoxResponse.IDNO,
}

/** What a response says; a number that means nothing is the first button's. */
export function answerOf(response: number): MessageAnswer {
  return ANSWERS.get(response) ?? 'ok'
}

const ANSWERS: ReadonlyMap<number, MessageAnswer> = new Map(
  Object.entries(RESPONSES).map(([answer, response]) => [response, answer as MessageAnswer]),
)
