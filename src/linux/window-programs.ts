/** The programs that show a message in a window, and what their ends mean. */
import {
  BUTTONS,
  type Message,
  type MessageAnswer,
  type MessageButton,
  type MessageButtons,
} from '../session/message.ts'

/** A program that shows a message in a window. */
export interface WindowProgram {
  readonly name: string
  /** Null where it has no window with those buttons. */
  args(message: Message): string[] | null
  /** What its standard input is. */
  input(message: Message): string
  /** What each exit code says. Closing the window is an answer too: that of the button which changes least. */
  answers(message: Message): Readonly<Record<number, MessageAnswer>>
}

const LABELS: Readonly<Record<MessageButton, string>> = {
  ok: 'OK',
  cancel: 'Cancel',
  yes: 'Yes',
  no: 'No',
  retry: 'Retry',
  abort: 'Abort',
  ignore: 'Ignore',
}

/** What closing the window answers. */
const CLOSED: Readonly<Record<MessageButtons, MessageButton>> = {
  ok: 'ok',
  okCancel: 'cancel',
  yesNo: 'no',
  yesNoCancel: 'cancel',
  retryCancel: 'cancel',
  abortRetryIgnore: 'abort',
}

/** Yes and No in the words of the user's language are what the program itself has. */
const ZENITY: Readonly<Record<MessageButtons, readonly string[] | null>> = {
  ok: ['--info'],
  okCancel: ['--question', '--ok-label=OK', '--cancel-label=Cancel'],
  yesNo: ['--question'],
  yesNoCancel: null,
  retryCancel: ['--question', '--ok-label=Retry', '--cancel-label=Cancel'],
  abortRetryIgnore: null,
}

const zenity: WindowProgram = {
  name: 'zenity',
  args({ title, text, timeSeconds, buttons = 'ok' }) {
    const kind = ZENITY[buttons]
    return kind && [...kind, '--no-markup', `--timeout=${timeSeconds}`, `--title=${title}`, `--text=${text}`]
  },
  input: () => '',
  answers: ({ buttons = 'ok' }) => ({ 0: BUTTONS[buttons][0] ?? 'ok', 1: CLOSED[buttons], 5: 'timeout' }),
}

/** The exit code of the first button; the program's own are 0 and 1. */
const FIRST_CODE = 101

const xmessage: WindowProgram = {
  name: 'xmessage',
  args({ title, timeSeconds, buttons = 'ok' }) {
    const [first = 'ok'] = BUTTONS[buttons]
    const labels = BUTTONS[buttons].map((button, i) => `${LABELS[button]}:${FIRST_CODE + i}`)
    return [
      ...['-center', '-buttons', labels.join(','), '-default', LABELS[first]],
      ...['-timeout', String(timeSeconds), '-title', title, '-file', '-'],
      // Without it every byte is a character of Latin-1.
      ...['-xrm', '*international: true'],
    ]
  },
  input: ({ text }) => `${text}\n`,
  answers: ({ buttons = 'ok' }) => ({
    0: 'timeout',
    1: CLOSED[buttons],
    ...Object.fromEntries(BUTTONS[buttons].map((button, i) => [FIRST_CODE + i, button])),
  }),
}

/** Those that can show it, the better one first. */
export const WINDOW_PROGRAMS: readonly WindowProgram[] = [zenity, xmessage]

/** What to install where none of the programs is there. */
export const WINDOW_PROGRAM = { program: 'xmessage', package: 'x11-utils' } as const
